using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

/// <summary>Reads of what may be absent. Errors have no place yet.</summary>
internal static class OptionalAccess
{
    public static readonly CelValue None = CelValue.FromOpaque(CelOptional.None);

    public static CelValue Some(in CelValue value) => value.IsError ? value : CelValue.FromOpaque(CelOptional.Of(value));

    /// <summary>Gives what is in an optional value; an error for a value of another kind.</summary>
    public static CelValue Unwrap(in CelValue value, out bool isNone)
    {
        isNone = false;
        if (value is not { Kind: CelKind.Opaque } || value.AsOpaque is not CelOptional optional)
        {
            return value.IsError
                ? value
                : CelValue.Error(CelErrorCodes.NoSuchOverload, $"a value of type `{KindNames.Of(value)}` is not optional");
        }

        isNone = !optional.HasValue;
        return isNone ? CelValue.Null : optional.Value;
    }

    /// <summary>Reads a key or index of a container, or of the container in an optional value.</summary>
    public static CelValue Read(in CelValue container, in CelValue key)
    {
        if (container is { Kind: CelKind.Opaque, AsOpaque: CelOptional optional })
        {
            return optional.HasValue ? Read(optional.Value, key) : container;
        }

        switch (container.Kind)
        {
            case CelKind.Map:
                return HostCall.TryGet(container.RawMap, key, out var value) ? Some(value) : None;
            case CelKind.List when ListIndex.TryGetPosition(key, out var position):
                return position >= 0 && position < container.RawList.Count
                    ? Some(HostCall.Element(container.RawList, (int)position))
                    : None;
            case CelKind.List:
                return CelValue.Error(CelErrorCodes.InvalidArgument, $"`{key}` is no index of a list");
            default:
                return CelValue.Error(CelErrorCodes.NoSuchField, $"a value of type `{KindNames.Of(container)}` has no fields");
        }
    }
}
