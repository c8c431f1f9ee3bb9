using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Library;

/// <summary>The library of addresses and ranges of the Internet Protocol.</summary>
internal static class NetworkFunctions
{
    private static readonly CelType _ip = CelType.Opaque(IpAddress.Name);
    private static readonly CelType _cidr = CelType.Opaque(IpRange.Name);

    public static IEnumerable<CelFunction> Functions =>
    [
        new("ip", Global(_ip, static arguments => ParseAddress(arguments[0]), CelType.String), Method(_ip, static range => Wrap(range.Address))),
        new("cidr", Global(_cidr, static arguments => ParseRange(arguments[0]), CelType.String)),
        new("isIP", Global(CelType.Bool, static arguments => CelValue.FromBool(!ParseAddress(arguments[0]).IsError), CelType.String)),
        new("isCIDR", Global(CelType.Bool, static arguments => CelValue.FromBool(!ParseRange(arguments[0]).IsError), CelType.String)),
        new("ip.isCanonical", Global(CelType.Bool, IsCanonical, CelType.String)),
        new(
            "string",
            Global(CelType.String, static arguments => CelValue.FromString(arguments[0].AsOpaque.ToString()!), _ip),
            Global(CelType.String, static arguments => CelValue.FromString(arguments[0].AsOpaque.ToString()!), _cidr)),
        Property("family", CelType.Int, static address => CelValue.FromInt(address.IsV4 ? 4 : 6)),
        Property("isUnspecified", CelType.Bool, static address => CelValue.FromBool(address.IsUnspecified)),
        Property("isLoopback", CelType.Bool, static address => CelValue.FromBool(address.IsLoopback)),
        Property("isGlobalUnicast", CelType.Bool, static address => CelValue.FromBool(address.IsGlobalUnicast)),
        Property("isLinkLocalMulticast", CelType.Bool, static address => CelValue.FromBool(address.IsLinkLocalMulticast)),
        Property("isLinkLocalUnicast", CelType.Bool, static address => CelValue.FromBool(address.IsLinkLocalUnicast)),
        new(
            "containsIP",
            Method(CelType.Bool, static (range, value) => ContainsAddress(range, value), _ip),
            Method(CelType.Bool, static (range, value) => ContainsAddress(range, ParseAddress(value)), CelType.String)),
        new(
            "containsCIDR",
            Method(CelType.Bool, static (range, value) => ContainsRange(range, value), _cidr),
            Method(CelType.Bool, static (range, value) => ContainsRange(range, ParseRange(value)), CelType.String)),
        new("prefixLength", Method(CelType.Int, static range => CelValue.FromInt(range.PrefixLength))),
        new("masked", Method(_cidr, static range => Wrap(range.Masked))),
        new("isMask", Method(CelType.Bool, static range => CelValue.FromBool(range == range.Masked))),
    ];

    private delegate CelValue Body(ReadOnlySpan<CelValue> arguments);

    private static CelOverload Global(CelType result, Body body, CelType parameter) =>
        CelOverload.Engine(false, result, (arguments, _) => body(arguments), parameter);

    private static CelFunction Property(string name, CelType result, Func<IpAddress, CelValue> body) =>
        new(name, CelOverload.Engine(true, result, (arguments, _) => body((IpAddress)arguments[0].AsOpaque), _ip));

    private static CelOverload Method(CelType result, Func<IpRange, CelValue> body) =>
        CelOverload.Engine(true, result, (arguments, _) => body((IpRange)arguments[0].AsOpaque), _cidr);

    private static CelOverload Method(CelType result, Func<IpRange, CelValue, CelValue> body, CelType parameter) =>
        CelOverload.Engine(true, result, (arguments, _) => body((IpRange)arguments[0].AsOpaque, arguments[1]), _cidr, parameter);

    private static CelValue Wrap(ICelOpaque value) => CelValue.FromOpaque(value);

    private static CelValue ParseAddress(in CelValue text) => IpAddress.TryParse(text.RawString) is { } address
        ? Wrap(address)
        : CelValue.Error(CelErrorCodes.InvalidArgument, "the text is no address such as `192.0.2.1` or `2001:db8::1`");

    private static CelValue ParseRange(in CelValue text) => IpRange.TryParse(text.RawString) is { } range
        ? Wrap(range)
        : CelValue.Error(CelErrorCodes.InvalidArgument, "the text is no range of addresses such as `192.0.2.0/24` or `2001:db8::/32`");

    private static CelValue IsCanonical(ReadOnlySpan<CelValue> arguments)
    {
        var address = ParseAddress(arguments[0]);
        return address.IsError ? address : CelValue.FromBool(address.AsOpaque.ToString() == arguments[0].RawString);
    }

    private static CelValue ContainsAddress(IpRange range, CelValue address) =>
        address.IsError ? address : CelValue.FromBool(range.Contains((IpAddress)address.AsOpaque));

    private static CelValue ContainsRange(IpRange range, CelValue other) =>
        other.IsError ? other : CelValue.FromBool(range.Contains((IpRange)other.AsOpaque));
}
