namespace KernelGuard.Cel.RegularExpressions;

/// <summary>The classes that have ASCII members only: those of Perl, such as <c>\d</c>, and those of POSIX, such as <c>[:alpha:]</c>.</summary>
internal static class AsciiClasses
{
    public static readonly CodePointSet Word = Of("09AZ__az");

    private static readonly Dictionary<char, CodePointSet> _perl = new()
    {
        ['d'] = Of("09"),
        ['s'] = Of("\t\n\f\r  "),
        ['w'] = Word,
    };

    private static readonly Dictionary<string, CodePointSet> _posix = new()
    {
        ["alnum"] = Of("09AZaz"),
        ["alpha"] = Of("AZaz"),
        ["ascii"] = Of("\0\x7f"),
        ["blank"] = Of("\t\t  "),
        ["cntrl"] = Of("\0\x1f\x7f\x7f"),
        ["digit"] = Of("09"),
        ["graph"] = Of("!~"),
        ["lower"] = Of("az"),
        ["print"] = Of(" ~"),
        ["punct"] = Of("!/:@[`{~"),
        ["space"] = Of("\t\r  "),
        ["upper"] = Of("AZ"),
        ["word"] = Word,
        ["xdigit"] = Of("09AFaf"),
    };

    /// <summary>Finds the class of an escape; upper case is the complement of lower case.</summary>
    public static CodePointSet? FindPerl(char letter, out bool isNegated)
    {
        isNegated = char.IsAsciiLetterUpper(letter);
        return _perl.GetValueOrDefault(char.ToLowerInvariant(letter));
    }

    public static CodePointSet? FindPosix(string name) => _posix.GetValueOrDefault(name);

    // Pairs of the first and the last character of a range.
    private static CodePointSet Of(string pairs) => CodePointSet.Of(pairs.Chunk(2).Select(pair => ((int)pair[0], (int)pair[1])));
}
