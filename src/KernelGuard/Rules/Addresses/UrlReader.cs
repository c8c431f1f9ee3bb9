using System.Buffers;
using System.Globalization;

namespace KernelGuard.Rules.Addresses;

/// <summary>
/// Reads URLs. Refused is what RFC 3986, the WHATWG's standard and programs in use read differently, since one of them makes the request.
/// </summary>
internal static class UrlReader
{
    private static readonly SearchValues<char> _refused = SearchValues.Create(" \"<>\\^`{|}");

    /// <summary>The URL; null with a problem if the text has no single meaning.</summary>
    public static Url? Read(string text, out string problem)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal);
        problem = AmbiguousText.ProblemOf(text)
            ?? (text.AsSpan().ContainsAny(_refused) ? "the url has a space, a backslash or another character that must be escaped"
            : start < 0 || !IsScheme(text.AsSpan(0, start)) ? "the url does not begin with a scheme and `://`"
            : "");
        if (problem.Length > 0)
        {
            return null;
        }

        var scheme = text[..start].ToLowerInvariant();
        var rest = text[(start + 3)..];
        var authority = rest[..EndOf(rest, "/?#")];
        var tail = rest[authority.Length..];
        problem = TailProblem(tail) ?? (authority.Contains('@') ? "the url has a user before its host" : "");
        if (problem.Length > 0 || ReadAuthority(scheme, authority, out problem) is not { } place)
        {
            return null;
        }

        var beforeFragment = tail[..EndOf(tail, "#")];
        var path = UrlPath.Read(beforeFragment[..EndOf(beforeFragment, "?")], out problem);
        return path is null ? null : new Url(scheme, place.Host, place.Port, path, beforeFragment[EndOf(beforeFragment, "?")..]);
    }

    private static (string Host, int? Port)? ReadAuthority(string scheme, string authority, out string problem)
    {
        var isAddress = authority.StartsWith('[');
        var hostEnd = isAddress ? authority.IndexOf(']') : EndOf(authority, ":");
        if (hostEnd < 0)
        {
            problem = "the bracket of the host is not closed";
            return null;
        }

        var host = isAddress ? HostReader.ReadAddress(authority[1..hostEnd], out problem) : HostReader.ReadName(authority[..hostEnd], out problem);
        var rest = authority[(isAddress ? hostEnd + 1 : hostEnd)..];
        var port = rest.Length == 0 ? UsualPort(scheme) : ReadPort(rest);
        if (host is not null && rest.Length > 0 && port is null)
        {
            problem = "the port is not a number from 1 to 65535 without leading zeros";
        }

        return problem.Length > 0 ? null : (host!, port);
    }

    // After a host that no `/` ends, some programs look for an `@` further on and take what follows it for the host.
    private static string? TailProblem(string tail) =>
        !tail.StartsWith('/') && tail.Contains('@') ? "the url has `@` after a host that no `/` ends"
        : tail.AsSpan(Math.Min(tail.Length, EndOf(tail, "#") + 1)).Contains('#') ? "the url has two fragments"
        : null;

    private static bool IsScheme(ReadOnlySpan<char> text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && !text.ContainsAnyExcept(SchemeUnits) && !text.Equals("file", StringComparison.OrdinalIgnoreCase);

    private static SearchValues<char> SchemeUnits { get; } =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    private static int? ReadPort(string text) =>
        text[0] == ':' && text.Length > 1 && text[1] != '0' && ushort.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : null;

    private static int? UsualPort(string scheme) => scheme switch
    {
        "http" or "ws" => 80,
        "https" or "wss" => 443,
        "ftp" => 21,
        _ => null,
    };

    private static int EndOf(string text, string ends) => text.AsSpan().IndexOfAny(ends) is >= 0 and var end ? end : text.Length;
}
