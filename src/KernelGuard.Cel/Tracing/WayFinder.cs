using KernelGuard.Cel.Checking;
using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Tracing;

/// <summary>
/// Finds what would have to hold for an expression to come out otherwise. A way is a list of conditions of which all are needed; no way at
/// all means that the expression is as wanted already, and one empty way cannot be.
/// </summary>
internal sealed class WayFinder(string source, CheckResult check, CelValue?[] values)
{
    private const int MaxWays = 8;
    private const int MaxConditions = 16;

    public IReadOnlyList<IReadOnlyList<string>> WaysTo(Expr expr, bool wanted)
    {
        if (values[expr.Id] is { Kind: CelKind.Bool } value && value.IsTrue == wanted)
        {
            return [];
        }

        switch (expr)
        {
            case CallExpr { Function: Operators.And or Operators.Or } chain:
                return wanted == (chain.Function == Operators.And) ? All(chain.Arguments, wanted) : Any(chain.Arguments, wanted);
            case CallExpr { Function: Operators.Not, Arguments: [var operand] }:
                return WaysTo(operand, !wanted);
            case CallExpr { Function: Operators.Conditional } conditional when values[conditional.Arguments[0].Id] is { Kind: CelKind.Bool } choice:
                return WaysTo(conditional.Arguments[choice.IsTrue ? 1 : 2], wanted);
            case BindExpr bind:
                return WaysTo(bind.Body, wanted);
            default:
                return [[.. Missing(expr), Condition(expr, wanted)]];
        }
    }

    private IReadOnlyList<IReadOnlyList<string>> Any(Expr[] terms, bool wanted) =>
        [.. terms.SelectMany(term => WaysTo(term, wanted)).Take(MaxWays)];

    // Every way of one term goes together with every way of the others.
    private IReadOnlyList<IReadOnlyList<string>> All(Expr[] terms, bool wanted)
    {
        IReadOnlyList<IReadOnlyList<string>> ways = [];
        foreach (var next in terms.Select(term => WaysTo(term, wanted)).Where(next => next.Count > 0))
        {
            ways = ways.Count == 0
                ? next
                : [.. ways.SelectMany(way => next.Select(more => Join(way, more))).Take(MaxWays)];
        }

        return ways;
    }

    private static IReadOnlyList<string> Join(IReadOnlyList<string> first, IReadOnlyList<string> second) =>
        [.. first.Concat(second).Distinct().Take(MaxConditions)];

    /// <summary>Gives the fields that are not there.</summary>
    private IEnumerable<string> Missing(Expr expr)
    {
        if (values[expr.Id] is not { ErrorValue.Code: CelErrorCodes.NoSuchField } || check.NameOf(expr) is not null)
        {
            return [];
        }

        var deeper = Children.Of(expr).Where(part => values[part.Id] is { IsError: true }).ToList();
        return deeper.Count == 0 && expr is SelectExpr { IsTest: false }
            ? [$"has({SourceText.Of(expr, source)})"]
            : deeper.SelectMany(Missing);
    }

    private string Condition(Expr expr, bool wanted)
    {
        if (expr is CallExpr { Arguments: [var left, var right] } call && Relation(call.Function, wanted) is { } relation)
        {
            // The side that is more than constants is what has to change.
            return IsConstant(left) && !IsConstant(right)
                ? $"{Side(left)} {relation} {SourceText.Of(right, source)}"
                : $"{SourceText.Of(left, source)} {relation} {Side(right)}";
        }

        if (wanted)
        {
            return SourceText.Of(expr, source);
        }

        return expr is IdentExpr or SelectExpr || (expr is CallExpr callee && char.IsAsciiLetter(callee.Function[0]))
            ? $"!{SourceText.Of(expr, source)}"
            : $"!({SourceText.Of(expr, source)})";
    }

    private string Side(Expr expr) => values[expr.Id] is { IsError: false } value ? value.ToString() : SourceText.Of(expr, source);

    private bool IsConstant(Expr expr) =>
        expr is LiteralExpr || (check.NameOf(expr) is null && expr is not IdentExpr && Children.Of(expr).All(IsConstant));

    private static string? Relation(string function, bool wanted) => (function, wanted) switch
    {
        (Operators.Less, true) or (Operators.GreaterEqual, false) => "<",
        (Operators.LessEqual, true) or (Operators.Greater, false) => "<=",
        (Operators.Greater, true) or (Operators.LessEqual, false) => ">",
        (Operators.GreaterEqual, true) or (Operators.Less, false) => ">=",
        (Operators.Equal, true) or (Operators.NotEqual, false) => "==",
        (Operators.NotEqual, true) or (Operators.Equal, false) => "!=",
        (Operators.In, true) => "in",
        _ => null,
    };
}
