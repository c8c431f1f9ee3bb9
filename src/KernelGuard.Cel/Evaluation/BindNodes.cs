using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel.Evaluation;

/// <summary><c>cel.bind</c>, whose value is found out when the body first asks for it.</summary>
internal sealed class BindNode(CelSpan span, int local, Node body) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        activation.SetLocal(local, default);
        return body.Evaluate(activation);
    }
}

/// <summary>The variable of <c>cel.bind</c>.</summary>
internal sealed class BoundNode(CelSpan span, int local, Node value) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var known = activation.Local(local);
        if (known.IsUnset)
        {
            // A value may ask for the value of a binding around it, and so on: deeper than the tree is nested.
            if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                return Fail(CelErrorCodes.LimitExceeded, "bindings are nested too deeply for the stack");
            }

            known = value.Evaluate(activation);
            activation.SetLocal(local, known);
        }

        return known;
    }
}
