using System.Globalization;

namespace KernelGuard.Cel.Values;

/// <summary>
/// An address of the Internet Protocol. An IPv6 address that stands for an IPv4 address is that IPv4 address, so that no spelling
/// escapes a range. Immutable.
/// </summary>
internal sealed record IpAddress(UInt128 Bits, bool IsV4) : ICelOpaque
{
    public const string Name = "net.IP";
    private const int GroupCount = 8;
    private static readonly UInt128 _mappedPrefix = (UInt128)0xFFFF << 32;

    public string TypeName => Name;

    public int BitCount => IsV4 ? 32 : 128;

    public bool IsUnspecified => Bits == 0;

    public bool IsLoopback => IsV4 ? Bits >> 24 == 127 : Bits == 1;

    public bool IsLinkLocalUnicast => IsV4 ? Bits >> 16 == 0xA9FE : Bits >> 118 == 0xFE80 >> 6;

    public bool IsLinkLocalMulticast => IsV4 ? Bits >> 8 == 0xE00000 : (Bits >> 112 & 0xFF0F) == 0xFF02;

    public bool IsGlobalUnicast => !IsUnspecified && !IsLoopback && !IsLinkLocalUnicast && !IsMulticast && !(IsV4 && Bits == uint.MaxValue);

    private bool IsMulticast => IsV4 ? Bits >> 28 == 0xE : Bits >> 120 == 0xFF;

    /// <summary>Reads an address; a zone, a port, brackets, leading zeros and short forms of IPv4 are refused.</summary>
    public static IpAddress? TryParse(ReadOnlySpan<char> text)
    {
        if (!text.Contains(':'))
        {
            return TryReadV4(text, out var v4) ? new IpAddress(v4, true) : null;
        }

        if (!TryReadV6(text, out var bits))
        {
            return null;
        }

        var isMapped = bits >> 32 == _mappedPrefix >> 32;
        return isMapped && text.Contains('.') ? null : isMapped ? new IpAddress((uint)bits, true) : new IpAddress(bits, false);
    }

    /// <summary>Writes the canonical form, of IPv6 that of RFC 5952.</summary>
    public override string ToString()
    {
        if (IsV4)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"{(byte)(Bits >> 24)}.{(byte)(Bits >> 16)}.{(byte)(Bits >> 8)}.{(byte)Bits}");
        }

        var groups = Enumerable.Range(0, GroupCount).Select(i => (ushort)(Bits >> (112 - (16 * i)))).ToArray();
        var (start, length) = LongestZeros(groups);
        return length < 2 ? Join(groups) : $"{Join(groups[..start])}::{Join(groups[(start + length)..])}";
    }

    private static string Join(ushort[] groups) => string.Join(':', groups.Select(group => group.ToString("x", CultureInfo.InvariantCulture)));

    private static (int Start, int Length) LongestZeros(ushort[] groups)
    {
        var (best, bestLength) = (0, 0);
        for (var i = 0; i < GroupCount; i++)
        {
            var length = groups.Skip(i).TakeWhile(group => group == 0).Count();
            if (length > bestLength)
            {
                (best, bestLength) = (i, length);
            }
        }

        return (best, bestLength);
    }

    private static bool TryReadV4(ReadOnlySpan<char> text, out uint bits)
    {
        bits = 0;
        var count = 0;
        foreach (var part in text.Split('.'))
        {
            var digits = text[part];
            if (++count > 4 || digits.Length is 0 or > 3 || digits.ContainsAnyExceptInRange('0', '9') || (digits[0] == '0' && digits.Length > 1))
            {
                return false;
            }

            var octet = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
            if (octet > byte.MaxValue)
            {
                return false;
            }

            bits = (bits << 8) | (uint)octet;
        }

        return count == 4;
    }

    private static bool TryReadV6(ReadOnlySpan<char> text, out UInt128 bits)
    {
        bits = 0;
        var gap = text.IndexOf("::");
        if (gap < 0)
        {
            return TryReadGroups(text, out bits, out var all) && all == GroupCount;
        }

        if (!TryReadGroups(text[..gap], out var left, out var before) || !TryReadGroups(text[(gap + 2)..], out var right, out var after)
            || before + after >= GroupCount)
        {
            return false;
        }

        bits = (before == 0 ? 0 : left << (16 * (GroupCount - before))) | right;
        return true;
    }

    /// <summary>Reads groups of hexadecimal digits; the last two of the address may be written as an IPv4 address.</summary>
    private static bool TryReadGroups(ReadOnlySpan<char> text, out UInt128 bits, out int count)
    {
        bits = 0;
        count = 0;
        while (text.Length > 0)
        {
            var colon = text.IndexOf(':');
            var group = colon < 0 ? text : text[..colon];
            if (colon < 0 && group.Contains('.') && TryReadV4(group, out var v4))
            {
                bits = (bits << 32) | v4;
                count += 2;
                return count <= GroupCount;
            }

            if (group.Length is 0 or > 4 || colon == text.Length - 1 || ++count > GroupCount
                || !ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                return false;
            }

            bits = (bits << 16) | value;
            text = colon < 0 ? [] : text[(colon + 1)..];
        }

        return true;
    }
}
