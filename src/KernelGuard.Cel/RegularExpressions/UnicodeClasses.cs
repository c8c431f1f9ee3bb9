using System.Globalization;

namespace KernelGuard.Cel.RegularExpressions;

/// <summary>The classes <c>\p{name}</c>: general categories by their short names, scripts, and <c>Any</c>.</summary>
internal static class UnicodeClasses
{
    // In the order of the enumeration of the platform.
    private static readonly string[] _categoryNames =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Pc", "Pd", "Ps", "Pe",
        "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    private static readonly Lazy<Dictionary<string, CodePointSet>> _categories = new(ReadCategories);
    private static readonly Lazy<Dictionary<string, CodePointSet>> _scripts = new(ReadScripts);

    public static CodePointSet? Find(string name)
    {
        if (name == "Any")
        {
            return CodePointSet.Any;
        }

        return name.Length <= 2 ? _categories.Value.GetValueOrDefault(name) : _scripts.Value.GetValueOrDefault(name);
    }

    private static Dictionary<string, CodePointSet> ReadCategories()
    {
        var ranges = _categoryNames.ToDictionary(name => name, _ => new List<(int, int)>());
        var first = 0;
        for (var codePoint = 1; codePoint <= CodePointSet.Limit; codePoint++)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(first);
            if (codePoint == CodePointSet.Limit || CharUnicodeInfo.GetUnicodeCategory(codePoint) != category)
            {
                ranges[_categoryNames[(int)category]].Add((first, codePoint - 1));
                first = codePoint;
            }
        }

        var sets = ranges.ToDictionary(pair => pair.Key, pair => CodePointSet.Of(pair.Value));
        foreach (var major in ranges.GroupBy(pair => pair.Key[..1]))
        {
            sets.Add(major.Key, CodePointSet.Of(major.SelectMany(pair => pair.Value)));
        }

        return sets;
    }

    private static Dictionary<string, CodePointSet> ReadScripts()
    {
        using var stream = typeof(UnicodeClasses).Assembly.GetManifestResourceStream("Scripts.txt")!;
        using var reader = new StreamReader(stream);
        var sets = new Dictionary<string, CodePointSet>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                var fields = line.Split(' ');
                sets.Add(fields[0], CodePointSet.Of(ReadRanges(fields.Skip(1))));
            }
        }

        return sets;
    }

    private static IEnumerable<(int First, int Last)> ReadRanges(IEnumerable<string> fields)
    {
        var last = 0;
        foreach (var field in fields)
        {
            var parts = field.Split('+');
            var first = last + ReadHex(parts[0]);
            last = first + (parts.Length == 2 ? ReadHex(parts[1]) : 0);
            yield return (first, last);
        }
    }

    private static int ReadHex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
