using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Syntax;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

/// <summary>A planned part of an expression. Immutable; all state of an evaluation is in the activation.</summary>
internal abstract class Node(CelSpan span)
{
    public CelSpan Span { get; } = span;

    public abstract CelValue Evaluate(CelActivation activation);

    protected CelValue FailOn(string function, in CelValue first, in CelValue second) => Fail(
        CelErrorCodes.NoSuchOverload,
        $"`{Operators.Display(function)}` does not take `{KindNames.Of(first)}` and `{KindNames.Of(second)}`");

    protected CelValue Fail(string code, string message) => CelValue.Error(new CelError(code, message, Span));
}
