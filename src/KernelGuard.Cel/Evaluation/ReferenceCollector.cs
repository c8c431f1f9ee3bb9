using KernelGuard.Cel.Checking;
using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Evaluation;

/// <summary>Collects the variables and static paths that an expression reads, and the texts that it compares them with.</summary>
internal sealed class ReferenceCollector(CheckResult check)
{
    private readonly SortedSet<string> _variables = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _paths = new(StringComparer.Ordinal);

    private readonly List<CelTextComparison> _comparisons = [];

    public IReadOnlyList<CelTextComparison> Comparisons => _comparisons;

    public IReadOnlyList<string> Variables => [.. _variables];

    public IReadOnlyList<string> Paths => [.. _paths];

    public void Visit(Expr expr)
    {
        if (PathOf(expr) is { } path)
        {
            _paths.Add(path);
            return;
        }

        if (expr is CallExpr { Arguments: [var left, var right] } call)
        {
            Compare(call.Function, left, right);
        }

        foreach (var child in Children.Of(expr))
        {
            Visit(child);
        }
    }

    private void Compare(string function, Expr left, Expr right)
    {
        switch (function)
        {
            case Operators.Equal or Operators.NotEqual:
                Note(left, right, isElement: false);
                Note(right, left, isElement: false);
                break;
            case Operators.In when right is ListExpr list:
                Array.ForEach(list.Elements, element => Note(left, element, isElement: false));
                break;
            case Operators.In:
                Note(right, left, isElement: true);
                break;
        }
    }

    private void Note(Expr field, Expr text, bool isElement)
    {
        if (text is LiteralExpr { Value.Kind: CelKind.String } literal && PathOf(field) is { } path)
        {
            _comparisons.Add(new CelTextComparison(path, literal.Value.RawString, text.Span, isElement));
        }
    }

    private string? PathOf(Expr expr)
    {
        if (check.NameOf(expr) is { } name)
        {
            return name is VariableReference variable ? NoteVariable(variable.Declaration.Name) : null;
        }

        return expr switch
        {
            SelectExpr select when PathOf(select.Operand) is { } path => $"{path}.{Quote(select.Field)}",
            CallExpr { Function: Operators.Index or Operators.OptionalIndex or Operators.OptionalSelect, Arguments: [var operand, LiteralExpr { Value.Kind: CelKind.String } key] }
                when PathOf(operand) is { } path => $"{path}.{Quote(key.Value.RawString)}",
            _ => null,
        };
    }

    private string NoteVariable(string name)
    {
        _variables.Add(name);
        return name;
    }

    private static string Quote(string field) => Lexer.IsIdentifier(field) ? field : $"`{field}`";
}
