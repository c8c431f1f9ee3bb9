namespace KernelGuard.Cel.Evaluation;

/// <summary>
/// Evaluates parts whose operands are constants once, when the expression is planned. What fails stays as it is, to fail at its own time.
/// </summary>
internal sealed class ConstantFolder(CelLimits limits)
{
    private readonly CelLimits _limits = limits;

    public Node Fold(Node node, params ReadOnlySpan<Node> operands)
    {
        foreach (var operand in operands)
        {
            if (operand is not ConstantNode)
            {
                return node;
            }
        }

        var value = new NoVariables(_limits).Run(node, 0, _limits);
        return value.IsError ? node : new ConstantNode(node.Span, value);
    }

    /// <summary>Why a part whose operands are constants always fails; null where it does not, or where an operand is no constant.</summary>
    public CelError? FailureOf(Node node, ReadOnlySpan<Node> operands)
    {
        foreach (var operand in operands)
        {
            if (operand is not ConstantNode)
            {
                return null;
            }
        }

        return new NoVariables(_limits).Run(node, 0, _limits).ErrorValue;
    }

    private sealed class NoVariables(CelLimits limits) : CelActivation(limits)
    {
        protected override CelValue ResolveVariable(int slot) => CelValue.Error(CelErrorCodes.UnboundVariable, "there are no variables");
    }
}
