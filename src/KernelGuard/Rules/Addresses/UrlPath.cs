using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace KernelGuard.Rules.Addresses;

/// <summary>Reads the path of a URL.</summary>
internal static class UrlPath
{
    /// <summary>The path with its escapes decoded; null with a problem if servers could take it for another one.</summary>
    public static string? Read(string text, out string problem)
    {
        if (text.Length == 0)
        {
            problem = "";
            return "/";
        }

        if (Decode(text) is not { } decoded)
        {
            problem = "the path has an escape of no character, of a separator or of `%`";
            return null;
        }

        var path = PathReader.Read(decoded, PathStyle.Posix, out problem);
        if (path is null)
        {
            return null;
        }

        problem = decoded.AsSpan().ContainsAny(";[]") ? "the path has one of the characters `;[]`, which some servers cut it at"
            : decoded != path.Canonical && decoded != path.Canonical + "/" ? "the path has a segment that is empty or `.`, which some servers drop"
            : "";
        return problem.Length > 0 ? null : path.Canonical;
    }

    /// <summary>Decodes escapes; null for a malformed one, one of `%`, `/` or `\`, and octets that are no UTF-8.</summary>
    private static string? Decode(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        var length = 0;
        for (var i = 0; i < octets.Length; i++)
        {
            var octet = octets[i];
            if (octet == '%')
            {
                if (i + 2 >= octets.Length || !byte.TryParse(octets.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out octet)
                    || octet is (byte)'%' or (byte)'/' or (byte)'\\')
                {
                    return null;
                }

                i += 2;
            }

            octets[length++] = octet;
        }

        var decoded = octets.AsSpan(0, length);
        return Utf8.IsValid(decoded) ? Encoding.UTF8.GetString(decoded) : null;
    }
}
