using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.RegularExpressions;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

/// <summary>A call of <c>matches</c> with its compiled pattern.</summary>
internal sealed class MatchNode(CelSpan span, Node text, Pattern pattern) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var value = text.Evaluate(activation);
        if (value.Kind != CelKind.String)
        {
            return value.IsError ? value : Fail(CelErrorCodes.NoSuchOverload, $"`matches` does not take `{KindNames.Of(value)}`");
        }

        return activation.Charge(pattern.Cost(value.RawString.Length))
            ? CelValue.FromBool(pattern.IsMatch(value.RawString))
            : activation.AbortValue;
    }
}
