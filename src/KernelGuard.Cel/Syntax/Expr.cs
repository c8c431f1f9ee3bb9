using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel.Syntax;

/// <summary>
/// A node of the syntax tree. Ids count from 0 in the order of parsing, so that later stages keep their findings in arrays.
/// </summary>
internal abstract class Expr(int id, CelSpan span, int depth)
{
    public int Id { get; } = id;

    public CelSpan Span { get; } = span;

    /// <summary>Gets the number of nodes on the longest way down, this one included.</summary>
    public int Depth { get; } = depth;
}

/// <summary>Text that could not be parsed; its problem has been reported.</summary>
internal sealed class MalformedExpr(int id, CelSpan span) : Expr(id, span, 1);

internal sealed class LiteralExpr(int id, CelSpan span, CelValue value) : Expr(id, span, 1)
{
    public CelValue Value { get; } = value;
}

/// <summary>A name; one that starts with a dot is looked up at the root only.</summary>
internal sealed class IdentExpr(int id, CelSpan span, string name, bool isAbsolute) : Expr(id, span, 1)
{
    public string Name { get; } = name;

    public bool IsAbsolute { get; } = isAbsolute;
}

/// <summary>A selection <c>operand.field</c>, or with <see cref="IsTest"/> the macro <c>has(operand.field)</c>.</summary>
internal sealed class SelectExpr(
    int id, CelSpan span, Expr operand, string field, CelSpan fieldSpan, bool isTest = false, bool isQuoted = false)
    : Expr(id, span, operand.Depth + 1)
{
    public Expr Operand { get; } = operand;

    public string Field { get; } = field;

    public CelSpan FieldSpan { get; } = fieldSpan;

    public bool IsTest { get; } = isTest;

    /// <summary>Gets whether the field is written in back-quotes, which never makes it a part of a qualified name.</summary>
    public bool IsQuoted { get; } = isQuoted;
}

/// <summary>A call of a function or an operator; a chain of one logical operator is one call.</summary>
internal sealed class CallExpr(int id, CelSpan span, string function, CelSpan functionSpan, Expr? target, Expr[] arguments, int depth)
    : Expr(id, span, depth)
{
    public string Function { get; } = function;

    public CelSpan FunctionSpan { get; } = functionSpan;

    public Expr? Target { get; } = target;

    public Expr[] Arguments { get; } = arguments;
}

internal sealed class ListExpr(int id, CelSpan span, Expr[] elements, bool[] optional, int depth) : Expr(id, span, depth)
{
    public Expr[] Elements { get; } = elements;

    /// <summary>Gets which elements are optional values that are left out if they are none.</summary>
    public bool[] Optional { get; } = optional;
}

internal sealed class MapExpr(int id, CelSpan span, Expr[] keys, Expr[] values, bool[] optional, int depth) : Expr(id, span, depth)
{
    public Expr[] Keys { get; } = keys;

    public Expr[] Values { get; } = values;

    /// <summary>Gets which values are optional values whose entries are left out if they are none.</summary>
    public bool[] Optional { get; } = optional;
}

/// <summary>The macro <c>cel.bind(variable, value, body)</c>.</summary>
internal sealed class BindExpr(int id, CelSpan span, string variable, Expr value, Expr body, int depth) : Expr(id, span, depth)
{
    public string Variable { get; } = variable;

    public Expr Value { get; } = value;

    public Expr Body { get; } = body;
}

/// <summary>A macro over the elements of a list or the keys of a map, or over what is in an optional value.</summary>
internal sealed class ComprehensionExpr(
    int id, CelSpan span, ComprehensionKind kind, Expr range, string[] variables, Expr? condition, Expr? result, int depth)
    : Expr(id, span, depth)
{
    public ComprehensionKind Kind { get; } = kind;

    public Expr Range { get; } = range;

    /// <summary>Gets the name of the element; or those of index and element, or of key and value.</summary>
    public string[] Variables { get; } = variables;

    /// <summary>Gets what is tested for every element, if anything is.</summary>
    public Expr? Condition { get; } = condition;

    /// <summary>Gets what is made of every element, if anything is.</summary>
    public Expr? Result { get; } = result;

    /// <summary>Gets what a step costs by itself. Parts are numbered as they are read, so those of the body are between the ids.</summary>
    public int StepCost => 1 + ((Id - Range.Id) / 8);
}
