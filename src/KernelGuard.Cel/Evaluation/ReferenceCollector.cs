using KernelGuard.Cel.Checking;
using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Evaluation;

/// <summary>Collects the variables and static paths that an expression reads.</summary>
internal sealed class ReferenceCollector(CheckResult check)
{
    private readonly SortedSet<string> _variables = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _paths = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Variables => [.. _variables];

    public IReadOnlyList<string> Paths => [.. _paths];

    public void Visit(Expr expr)
    {
        if (PathOf(expr) is { } path)
        {
            _paths.Add(path);
            return;
        }

        foreach (var child in Children.Of(expr))
        {
            Visit(child);
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
