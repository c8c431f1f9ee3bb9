using KernelGuard.Cel.Checking;
using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Tracing;

/// <summary>A part of an expression.</summary>
internal readonly record struct ProgramPart(ProgramParts Whole, Expr Expr)
{
    /// <summary>Its value or error.</summary>
    public CelValue Value => Whole.ValueOf(Expr);

    /// <summary>The same of another part of the expression.</summary>
    public ProgramPart At(Expr expr) => this with { Expr = expr };

    /// <summary>Whether it has a Boolean value.</summary>
    public bool Is(bool value) => Value is { Kind: CelKind.Bool } found && found.IsTrue == value;

    /// <summary>The variable and fields that it names, such as <c>args.amount</c>; null where it is anything else.</summary>
    public string? Path() => Expr switch
    {
        _ when Whole.NameOf(Expr) is VariableReference variable => variable.Declaration.Name,
        SelectExpr { IsTest: false } select => Field(select.Operand, select.Field),
        CallExpr { Function: Operators.Index, Arguments: [var operand, LiteralExpr { Value.Kind: CelKind.String } key] } => Field(operand, key.Value.RawString),
        _ => null,
    };

    /// <summary>The place of which it asks whether it is there; null where it asks something else.</summary>
    public string? TestedPath() => Expr is SelectExpr { IsTest: true } test ? Field(test.Operand, test.Field) : null;

    // A field with a dot in its name cannot be told from two fields.
    private string? Field(Expr operand, string field) =>
        !field.Contains('.', StringComparison.Ordinal) && At(operand).Path() is { } path ? $"{path}.{field}" : null;
}
