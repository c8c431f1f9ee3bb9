using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel.Evaluation;

internal sealed class ConstantNode(CelSpan span, CelValue value) : Node(span)
{
    private readonly CelValue _value = value;

    public CelValue Value => _value;

    public override CelValue Evaluate(CelActivation activation) => _value;
}

internal sealed class VariableNode(CelSpan span, int slot) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var value = activation.Variable(slot);
        return activation.ChargeRead(value) ? value.MovedTo(Span) : activation.AbortValue;
    }
}

/// <summary>The variable of a comprehension.</summary>
internal sealed class LocalNode(CelSpan span, int index) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation) => activation.Local(index).LocatedAt(Span);
}

/// <summary>
/// A part whose error was known when the expression was planned, such as a name without a declaration in an unchecked expression.
/// </summary>
internal sealed class FailureNode(CelSpan span, string code, string message) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation) => Fail(code, message);
}
