using System.Collections.Frozen;
using System.Globalization;

namespace KernelGuard.Tools.Results;

/// <summary>Finds one character that a class or an escape of a pattern stands for.</summary>
internal static class PatternClass
{
    private const string Plain = "x0 -_.,:/";

    // What a class that leaves them out may not have. Those of the other case leave out too much to be worth it.
    private static readonly FrozenDictionary<char, (char First, char Last)[]> Shorthands = new Dictionary<char, (char, char)[]>
    {
        ['d'] = [('0', '9')],
        ['w'] = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        ['s'] = [(' ', ' '), ('\t', '\r')],
        ['D'] = [('\0', char.MaxValue)],
        ['W'] = [('\0', char.MaxValue)],
        ['S'] = [('\0', char.MaxValue)],
    }.ToFrozenDictionary();

    /// <summary>Reads a class such as <c>[a-z]</c> or <c>[^/]</c> and finds a character that is in it.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="at">Where the class begins; then where it ends.</param>
    /// <returns>Null where there is none, or the class has parts that this does not know.</returns>
    public static char? Read(string pattern, ref int at)
    {
        at++;
        var isNegated = at < pattern.Length && pattern[at] == '^';
        at += isNegated ? 1 : 0;
        var ranges = new List<(char First, char Last)>();
        while (at < pattern.Length && pattern[at] != ']')
        {
            if (isNegated && at + 1 < pattern.Length && pattern[at] == '\\' && Shorthands.TryGetValue(pattern[at + 1], out var shorthand))
            {
                ranges.AddRange(shorthand);
                at += 2;
                continue;
            }

            if (ReadMember(pattern, ref at) is not { } first)
            {
                return null;
            }

            var last = first;
            if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
            {
                at++;
                if (ReadMember(pattern, ref at) is not { } end)
                {
                    return null;
                }

                last = end;
            }

            ranges.Add((first, last));
        }

        at++;
        return isNegated
            ? Plain.Where(c => !ranges.Exists(range => c >= range.First && c <= range.Last)).Select(c => (char?)c).FirstOrDefault()
            : ranges.Count > 0 ? ranges[0].First : null;
    }

    /// <summary>Reads an escape and finds a character that it stands for.</summary>
    public static char? ReadEscape(string pattern, ref int at)
    {
        var c = at + 1 < pattern.Length ? pattern[at + 1] : '\0';
        at += 2;
        return c switch
        {
            'd' => '0',
            'w' or 'D' or 'S' => 'x',
            's' or 'W' => ' ',
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\f',
            'v' => '\v',
            'u' => ReadHexadecimal(pattern, ref at, 4),
            'x' => ReadHexadecimal(pattern, ref at, 2),
            _ => char.IsAsciiLetterOrDigit(c) || c == '\0' ? null : c,
        };
    }

    private static char? ReadMember(string pattern, ref int at) => pattern[at] == '\\' ? ReadEscape(pattern, ref at) : pattern[at++];

    private static char? ReadHexadecimal(string pattern, ref int at, int digits)
    {
        var isRead = at + digits <= pattern.Length
            && ushort.TryParse(pattern.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
        var value = isRead ? ushort.Parse(pattern.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : (ushort)0;
        at += digits;
        return isRead ? (char)value : null;
    }
}
