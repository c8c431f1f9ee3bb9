using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Library;
using KernelGuard.Cel.RegularExpressions;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

/// <summary>A call of a function of the library <c>regex</c> with its compiled pattern.</summary>
internal sealed class PatternNode(CelSpan span, string function, Node[] arguments, Pattern pattern, PatternFunctionBody body) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var values = new CelValue[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i].Evaluate(activation);
            if (values[i].IsError)
            {
                return values[i];
            }

            if (values[i].Kind != (i < 2 ? CelKind.String : CelKind.Int))
            {
                return Fail(CelErrorCodes.NoSuchOverload, $"`{function}` does not take `{KindNames.Of(values[i])}`");
            }
        }

        return body(pattern, values, activation).LocatedAt(Span);
    }
}
