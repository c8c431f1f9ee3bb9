using KernelGuard.Cel.Evaluation;

namespace KernelGuard.Cel.Tracing;

/// <summary>A part of an expression whose value is kept.</summary>
internal sealed class TraceNode(Node node, int id, CelValue?[] values) : Node(node.Span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var value = node.Evaluate(activation);
        values[id] = value;
        return value;
    }
}
