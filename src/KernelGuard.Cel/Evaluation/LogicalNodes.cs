using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

/// <summary>A chain of <c>&amp;&amp;</c> or <c>||</c>. The deciding value wins over errors on either side of it.</summary>
internal sealed class LogicalNode(CelSpan span, bool deciding, Node[] terms) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        CelValue failure = default;
        var failed = false;
        foreach (var term in terms)
        {
            var value = term.Evaluate(activation);
            if (value.Kind == CelKind.Bool)
            {
                if (value.IsTrue == deciding)
                {
                    return value;
                }
            }
            else if (!failed)
            {
                failed = true;
                failure = value.IsError ? value : Fail(CelErrorCodes.NoSuchOverload, $"`{KindNames.Of(value)}` is no boolean");
            }
        }

        return failed ? failure : CelValue.FromBool(!deciding);
    }
}

internal sealed class NotNode(CelSpan span, Node operand) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var value = operand.Evaluate(activation);
        return value.Kind switch
        {
            CelKind.Bool => CelValue.FromBool(!value.IsTrue),
            CelKind.Error => value,
            _ => Fail(CelErrorCodes.NoSuchOverload, $"`!` does not take `{KindNames.Of(value)}`"),
        };
    }
}

/// <summary>The conditional <c>?:</c>, of which only one branch is evaluated.</summary>
internal sealed class ConditionalNode(CelSpan span, Node condition, Node whenTrue, Node whenFalse) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var value = condition.Evaluate(activation);
        return value.Kind switch
        {
            CelKind.Bool => (value.IsTrue ? whenTrue : whenFalse).Evaluate(activation),
            CelKind.Error => value,
            _ => Fail(CelErrorCodes.NoSuchOverload, $"`?:` does not take `{KindNames.Of(value)}` as its condition"),
        };
    }
}
