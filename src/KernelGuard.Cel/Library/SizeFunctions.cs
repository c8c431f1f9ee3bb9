using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Library;

/// <summary><c>size</c>: code points of a string, octets of bytes, entries of lists and maps.</summary>
internal static class SizeFunctions
{
    private static readonly CelType[] _sized =
        [CelType.String, CelType.Bytes, CelType.List(CelType.Parameter("A")), CelType.Map(CelType.Parameter("A"), CelType.Parameter("B"))];

    public static IEnumerable<CelFunction> Functions =>
    [
        new("size", [.. _sized.Select(type => Overload(false, type)), .. _sized.Select(type => Overload(true, type))]),
    ];

    private static CelOverload Overload(bool isMember, CelType type) => 
        CelOverload.Engine(isMember, CelType.Int, Size, type).InConstantTime();

    private static CelValue Size(ReadOnlySpan<CelValue> arguments, CelActivation activation)
    {
        var value = arguments[0];
        if (value.HasSurrogates && !activation.ChargeText(value))
        {
            return activation.AbortValue;
        }

        return CelValue.FromInt(value.Kind switch
        {
            CelKind.String => CodePoints.Count(value),
            CelKind.Bytes => value.RawBytes.Length,
            CelKind.List => value.RawList.Count,
            _ => value.RawMap.Count,
        });
    }
}
