using System.Buffers;

namespace KernelGuard.Rules.Addresses;

/// <summary>What paths of Windows have beside others: drives, shares, and names that are no files.</summary>
internal static class WindowsPaths
{
    private static readonly SearchValues<char> _reserved = SearchValues.Create("<>:\"|?*");
    private static readonly string[] _devices = ["con", "prn", "aux", "nul", "conin$", "conout$"];

    /// <summary>The form in which spellings are compared: one separator, and no case.</summary>
    public static string Fold(string text) => text.Replace('\\', '/').ToUpperInvariant().ToLowerInvariant();

    /// <summary>What is wrong with the beginning of a path; null if nothing is.</summary>
    public static string? ProblemOf(string text)
    {
        var path = Fold(text);
        if (HasDrive(path))
        {
            return path.Length > 2 && path[2] == '/' ? null : "the path is relative to the current directory of a drive";
        }

        if (!path.StartsWith("//", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = path[2..].Split('/');
        return parts.Length > 1 && IsServer(parts[0]) && parts[1].Length > 0 && PathReader.SegmentProblem(parts[1]) is null && NameProblem(parts[1]) is null
            ? null
            : "the path begins like a share and names no server and share, or a device";
    }

    /// <summary>Splits a folded path without problems.</summary>
    public static (string Root, string Tail) Split(string path)
    {
        if (HasDrive(path))
        {
            return (path[..3], path[3..]);
        }

        if (!path.StartsWith("//", StringComparison.Ordinal))
        {
            return path[0] == '/' ? ("/", path[1..]) : ("", path);
        }

        var end = path.IndexOf('/', path.IndexOf('/', 2) + 1);
        return end < 0 ? (path + "/", "") : (path[..(end + 1)], path[(end + 1)..]);
    }

    /// <summary>What is wrong with a segment; null if nothing is.</summary>
    public static string? NameProblem(string segment) =>
        segment.AsSpan().ContainsAny(_reserved) ? "a segment of the path has one of the characters `<>:\"|?*`"
        : IsDevice(segment.Split('.')[0].TrimEnd(' ')) ? "a segment of the path is the name of a device"
        : HasShortName(segment) ? "a segment of the path may be a short name such as `progra~1`"
        : null;

    private static bool HasDrive(string path) => path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]);

    private static bool IsServer(string name) =>
        name.Length > 0 && name[^1] != '.' && name.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '.' or '-' or '_');

    private static bool IsDevice(string name) => _devices.Contains(name)
        || (name.Length == 4 && char.IsAsciiDigit(name[3]) && (name.StartsWith("com", StringComparison.Ordinal) || name.StartsWith("lpt", StringComparison.Ordinal)));

    private static bool HasShortName(string segment) =>
        segment.Zip(segment.Skip(1)).Any(pair => pair is { First: '~', Second: >= '0' and <= '9' });
}
