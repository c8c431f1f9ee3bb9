using System.Buffers;
using System.Globalization;
using System.Text;
using KernelGuard.Cel;

namespace KernelGuard.Rules.Addresses;

/// <summary>Reads hosts: names to lower-case ASCII, addresses to their canonical form. Spellings that programs read differently are refused.</summary>
internal static class HostReader
{
    private const int MaxNameChars = 253;
    private const string Ace = "xn--";
    private const string NoName = "the host is no name of labels of letters, digits and hyphens, without a dot at the end";
    private static readonly SearchValues<char> _addressUnits = SearchValues.Create("0123456789abcdefABCDEF:");
    private static readonly CelEnvironment _addresses = CelEnvironment.CreateBuilder().AddVariable("text", CelType.String).Build();
    private static readonly CelProgram _canonical = _addresses.Compile("string(ip(text))", CelType.String).Program!;
    private static readonly IdnMapping _idn = new() { UseStd3AsciiRules = true };

    /// <summary>The host that a literal of a policy means.</summary>
    public static string? ReadLiteral(string text, out string problem) =>
        text.Contains(':') ? ReadAddress(text, out problem) : ReadName(text, out problem);

    /// <summary>Tells whether a host is a domain or a name below it. An address is under itself alone.</summary>
    public static bool IsUnder(string host, string domain) =>
        host == domain || (host.Length > domain.Length && host[^(domain.Length + 1)] == '.' && host.EndsWith(domain, StringComparison.Ordinal));

    /// <summary>A name, or an IPv4 address with four decimal numbers.</summary>
    public static string? ReadName(string text, out string problem)
    {
        problem = text.Length > MaxNameChars ? NoName : AmbiguousText.ProblemOf(text) ?? "";
        if (problem.Length > 0)
        {
            return null;
        }

        var labels = text.ToLowerInvariant().Split('.');
        if (IsNumber(labels[^1]))
        {
            problem = AreOctets(labels) ? "" : "the host ends in a number and is no address of four decimal numbers without leading zeros";
            return problem.Length == 0 ? text : null;
        }

        var ascii = labels.Select(ToAscii).TakeWhile(label => label is not null).ToArray();
        var name = string.Join('.', ascii);
        problem = ascii.Length < labels.Length || name.Length > MaxNameChars ? NoName : "";
        return problem.Length > 0 ? null : name;
    }

    /// <summary>An IPv6 address, without brackets.</summary>
    public static string? ReadAddress(string text, out string problem)
    {
        var address = text.AsSpan().ContainsAnyExcept(_addressUnits)
            ? default
            : _canonical.Evaluate(new CelVariables(_addresses).Set("text", CelValue.FromString(text)));
        problem = address.Kind != CelKind.String ? "the host is no IPv6 address of hexadecimal groups"
            : HoldsIPv4(address.AsString) ? "the host is an IPv6 address that stands for an IPv4 address"
            : "";
        return problem.Length > 0 ? null : address.AsString;
    }

    /// <summary>Tells whether a host that was read is an IPv4 address.</summary>
    public static bool IsIPv4(string host) => IsNumber(host[(host.LastIndexOf('.') + 1)..]);

    private static bool IsNumber(string label) => label.Length > 0
        && (!label.AsSpan().ContainsAnyExceptInRange('0', '9') || (label.StartsWith("0x", StringComparison.Ordinal) && label.Skip(2).All(char.IsAsciiHexDigit)));

    private static bool AreOctets(string[] parts) => parts.Length == 4 && parts.All(part =>
        part.Length is > 0 and <= 3 && (part.Length == 1 || part[0] != '0') && byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    // Mapped addresses come out in the form of IPv4; ::/8 beside :: and ::1 and 64:ff9b::/32 hold the others.
    private static bool HoldsIPv4(string address) => !address.Contains(':')
        || (address.StartsWith("::", StringComparison.Ordinal) && address is not ("::" or "::1"))
        || address.StartsWith("64:ff9b:", StringComparison.Ordinal);

    private static string? ToAscii(string label)
    {
        if (!label.StartsWith(Ace, StringComparison.Ordinal))
        {
            return Ascii.IsValid(label) ? IsLabel(label) ? label : null : Encode(label);
        }

        // Two forms of one name would be two names.
        return Convert(label, _idn.GetUnicode) is { } decoded && !Ascii.IsValid(decoded) && Encode(decoded) == label ? label : null;
    }

    private static bool IsLabel(string label) => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
        && label.All(unit => char.IsAsciiLetterOrDigit(unit) || unit == '-');

    private static string? Encode(string label) =>
        AmbiguousText.ProblemOf(label) is null && label.EnumerateRunes().All(IsIdnLetter) && Convert(label, _idn.GetAscii) is { } ascii && IsLabel(ascii)
            ? ascii
            : null;

    // The standards of 2003 and 2008 read ß and ς differently, and neither the same symbols.
    private static bool IsIdnLetter(Rune rune) => rune.Value is not ('ß' or 'ς') && (rune.Value == '-' || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber);

    private static string? Convert(string label, Func<string, string> convert)
    {
        try
        {
            return convert(label);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
