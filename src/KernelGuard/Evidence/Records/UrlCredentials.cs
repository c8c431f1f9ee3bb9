using System.Buffers;

namespace KernelGuard.Evidence.Records;

/// <summary>Finds credentials in URLs: <c>scheme://user:password@host</c>, and any user part of a web address, which is often a token.</summary>
internal static class UrlCredentials
{
    private static readonly SearchValues<char> AuthorityEnds = SearchValues.Create("/?#\\ \t\r\n\"'<>");

    internal static bool AreIn(ReadOnlySpan<char> text)
    {
        int mark;
        while ((mark = text.IndexOf("://", StringComparison.Ordinal)) >= 0)
        {
            var scheme = text[..mark];
            text = text[(mark + 3)..];
            var end = text.IndexOfAny(AuthorityEnds);
            var authority = end < 0 ? text : text[..end];
            var at = authority.LastIndexOf('@');
            if (at > 0 && (authority[..at].Contains(':') || IsWeb(scheme)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWeb(ReadOnlySpan<char> scheme) =>
        scheme.EndsWith("http", StringComparison.OrdinalIgnoreCase) || scheme.EndsWith("https", StringComparison.OrdinalIgnoreCase);
}
