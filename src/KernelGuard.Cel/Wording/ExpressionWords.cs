using KernelGuard.Cel.Syntax;
using KernelGuard.Cel.Tracing;

namespace KernelGuard.Cel.Wording;

/// <summary>Says a condition in plain words where they mean exactly the same, and shows the expression where they would not.</summary>
/// <param name="source">The text of the expression.</param>
internal sealed class ExpressionWords(string source)
{
    /// <summary>What the condition says.</summary>
    public string Of(Expr expr) => expr switch
    {
        CallExpr { Function: Operators.And } and => Join(and, " and ", Operators.Or),
        CallExpr { Function: Operators.Or } or => Join(or, " or ", Operators.And),
        CallExpr { Function: Operators.Not, Arguments: [var negated] } => Negated(negated),
        CallExpr { Arguments: [var left, var right] } call when Relation(call.Function, isNegated: false) is { } verb => Compare(call, left, verb, right),
        SelectExpr { IsTest: true } test => $"{PathOf(test)} is given",
        _ => $"`{Text(expr)}` holds",
    };

    private string Negated(Expr expr) => expr switch
    {
        CallExpr { Arguments: [var left, var right] } call when Relation(call.Function, isNegated: true) is { } verb => Compare(call, left, verb, right),
        SelectExpr { IsTest: true } test => $"{PathOf(test)} is not given",
        CallExpr { Function: Operators.And or Operators.Or or Operators.Not } or CallExpr { Target: null, Arguments: [_, _] } => $"not ({Of(expr)})",
        _ => $"`{Text(expr)}` does not hold",
    };

    private string Join(CallExpr chain, string word, string other) => string.Join(
        word,
        chain.Arguments.Select(part => part is CallExpr call && call.Function == other ? $"({Of(part)})" : Of(part)));

    private string Compare(CallExpr call, Expr left, string verb, Expr right)
    {
        if (!IsTerm(left) || !IsTerm(right))
        {
            return $"`{Text(call)}` holds";
        }

        return call.Function == Operators.In && right is ListExpr { Elements.Length: > 0 } list && !list.Optional.Contains(true)
            ? $"{Text(left)} {verb.Replace("in", "one of", StringComparison.Ordinal)} {string.Join(", ", list.Elements.Select(Text))}"
            : $"{Text(left)} {verb} {Text(right)}";
    }

    private static string? Relation(string function, bool isNegated) => function switch
    {
        Operators.Equal => isNegated ? "is not" : "is",
        Operators.NotEqual => isNegated ? "is" : "is not",
        Operators.In => isNegated ? "is not in" : "is in",

        // Negated these would not be exact: of what cannot be compared, neither holds.
        Operators.Less when !isNegated => "is under",
        Operators.LessEqual when !isNegated => "is at most",
        Operators.Greater when !isNegated => "is over",
        Operators.GreaterEqual when !isNegated => "is at least",
        _ => null,
    };

    // Something with a value of its own: a condition inside a comparison would read as if it were beside it.
    private static bool IsTerm(Expr expr) => expr switch
    {
        SelectExpr select => !select.IsTest,
        CallExpr call => call.Function is not (Operators.And or Operators.Or or Operators.Not or Operators.Conditional)
            && Relation(call.Function, isNegated: false) is null,
        ComprehensionExpr or BindExpr => false,
        _ => true,
    };

    private string PathOf(SelectExpr test) => $"{Text(test.Operand)}.{test.Field}";

    private string Text(Expr expr) => SourceText.Of(expr, source);
}
