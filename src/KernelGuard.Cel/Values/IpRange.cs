using System.Globalization;

namespace KernelGuard.Cel.Values;

/// <summary>A range of addresses that start with the same bits, with one of them, as in <c>10.1.2.3/8</c>. Immutable.</summary>
internal sealed record IpRange(IpAddress Address, int PrefixLength) : ICelOpaque
{
    public const string Name = "net.CIDR";

    public string TypeName => Name;

    public IpRange Masked => this with { Address = Address with { Bits = Address.Bits & Mask } };

    private UInt128 Mask
    {
        get
        {
            var free = Address.BitCount - PrefixLength;
            return free == 128 ? 0 : UInt128.MaxValue >> free << free;
        }
    }

    /// <summary>Reads an address, a slash, and the number of bits that count.</summary>
    public static IpRange? TryParse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || IpAddress.TryParse(text.AsSpan(0, slash)) is not { } address)
        {
            return null;
        }

        var digits = text.AsSpan(slash + 1);
        if (digits.Length is 0 or > 3 || digits.ContainsAnyExceptInRange('0', '9') || (digits[0] == '0' && digits.Length > 1))
        {
            return null;
        }

        // The prefix of an IPv4 address that is written as an IPv6 address counts the 96 bits before it.
        var isMapped = address.IsV4 && text.Contains(':', StringComparison.Ordinal);
        var length = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) - (isMapped ? 96 : 0);
        return length >= 0 && length <= address.BitCount ? new IpRange(address, length) : null;
    }

    public bool Contains(IpAddress address) => address.IsV4 == Address.IsV4 && (address.Bits & Mask) == (Address.Bits & Mask);

    public bool Contains(IpRange range) => range.PrefixLength >= PrefixLength && Contains(range.Address);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{PrefixLength}");
}
