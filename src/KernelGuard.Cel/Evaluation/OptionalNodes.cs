using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

/// <summary><c>a.?b</c> and <c>a[?b]</c>: what is not there is none.</summary>
internal sealed class OptionalAccessNode(CelSpan span, Node operand, Node key) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var container = operand.Evaluate(activation);
        var index = key.Evaluate(activation);
        if (container.IsError || index.IsError)
        {
            return container.IsError ? container : index;
        }

        var result = activation.ChargeText(index) ? OptionalAccess.Read(container, index) : activation.AbortValue;
        return result.IsError ? result.LocatedAt(Span) : result;
    }
}

/// <summary><c>a.or(b)</c> and <c>a.orValue(b)</c>, which look at the second only if the first is none.</summary>
internal sealed class OptionalOrNode(CelSpan span, Node first, Node second, bool unwraps) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var value = first.Evaluate(activation);
        if (value is not { Kind: CelKind.Opaque } || value.AsOpaque is not CelOptional optional)
        {
            return value.IsError ? value : Fail(CelErrorCodes.NoSuchOverload, $"`or` does not take `{KindNames.Of(value)}`");
        }

        if (optional.HasValue)
        {
            return unwraps ? optional.Value : value;
        }

        var other = second.Evaluate(activation);
        return unwraps || other.IsError || other is { Kind: CelKind.Opaque, AsOpaque: CelOptional }
            ? other
            : Fail(CelErrorCodes.NoSuchOverload, $"`or` does not take `{KindNames.Of(other)}`");
    }
}

/// <summary><c>a.optMap(v, x)</c> and <c>a.optFlatMap(v, x)</c>.</summary>
internal sealed class OptionalMapNode(CelSpan span, Node operand, int local, Node body, bool isFlat) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var value = operand.Evaluate(activation);
        if (value is not { Kind: CelKind.Opaque } || value.AsOpaque is not CelOptional optional)
        {
            return value.IsError ? value : Fail(CelErrorCodes.NoSuchOverload, $"`optMap` does not take `{KindNames.Of(value)}`");
        }

        if (!optional.HasValue)
        {
            return value;
        }

        activation.SetLocal(local, optional.Value);
        var result = body.Evaluate(activation);
        if (!isFlat)
        {
            return result.IsError ? result : CelValue.FromOpaque(CelOptional.Of(result));
        }

        return result.IsError || result is { Kind: CelKind.Opaque, AsOpaque: CelOptional }
            ? result
            : Fail(CelErrorCodes.NoSuchOverload, $"the result is `{KindNames.Of(result)}`, not an optional value");
    }
}
