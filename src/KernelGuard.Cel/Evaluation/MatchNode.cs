using System.Text.RegularExpressions;
using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Library;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

/// <summary>A call of <c>matches</c> with its compiled pattern.</summary>
internal sealed class MatchNode(CelSpan span, Node text, Regex regex) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var value = text.Evaluate(activation);
        if (value.Kind != CelKind.String)
        {
            return value.IsError ? value : Fail(CelErrorCodes.NoSuchOverload, $"`matches` does not take `{KindNames.Of(value)}`");
        }

        if (value.RawString.Length > MatchFunction.MaxTextChars)
        {
            return Fail(CelErrorCodes.LimitExceeded, "the text is too long to be searched for a pattern");
        }

        return activation.Charge(1 + value.RawString.Length) ? CelValue.FromBool(regex.IsMatch(value.RawString)) : activation.AbortValue;
    }
}
