using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel.Evaluation;

/// <summary>A planned part of an expression. Immutable; all state of an evaluation is in the activation.</summary>
internal abstract class Node(CelSpan span)
{
    public CelSpan Span { get; } = span;

    public abstract CelValue Evaluate(CelActivation activation);

    protected CelValue Fail(string code, string message) => CelValue.Error(new CelError(code, message, Span));
}
