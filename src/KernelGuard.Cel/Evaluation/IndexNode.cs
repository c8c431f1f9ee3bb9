using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

/// <summary>An index into a list or a map.</summary>
internal sealed class IndexNode(CelSpan span, Node operand, Node index) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var container = operand.Evaluate(activation);
        if (container.IsError)
        {
            return container;
        }

        var key = index.Evaluate(activation);
        if (!activation.ChargeText(key))
        {
            return activation.AbortValue;
        }

        var value = Read(container, key);
        return activation.ChargeRead(value) ? value.LocatedAt(Span) : activation.AbortValue;
    }

    private CelValue Read(in CelValue container, in CelValue key) => (container.Kind, key.Kind) switch
    {
        (_, CelKind.Error) => key,
        (CelKind.Opaque, _) when container.AsOpaque is CelOptional => OptionalAccess.Read(container, key),
        (CelKind.List, _) => Element(container.RawList, key),
        (CelKind.Map, _) => HostCall.TryGet(container.RawMap, key, out var value)
            ? value
            : Fail(CelErrorCodes.NoSuchField, $"there is no key `{key}`"),
        _ => Fail(CelErrorCodes.NoSuchOverload, $"`[]` does not take `{KindNames.Of(container)}`"),
    };

    private CelValue Element(ICelList list, in CelValue key)
    {
        if (!ListIndex.TryGetPosition(key, out var position))
        {
            return Fail(CelErrorCodes.InvalidArgument, $"`{key}` is no index of a list");
        }

        return position >= 0 && position < list.Count
            ? HostCall.Element(list, (int)position)
            : Fail(CelErrorCodes.OutOfRange, $"the index `{key}` is outside the list");
    }
}
