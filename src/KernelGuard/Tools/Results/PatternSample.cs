using System.Globalization;
using System.Text;

namespace KernelGuard.Tools.Results;

/// <summary>Makes text of a simple pattern in ECMAScript syntax: characters, classes, groups, alternatives, repetitions. It is up to the caller to see whether it matches.</summary>
internal sealed class PatternSample
{
    private const int MaxChars = 10_000;
    private const string Metacharacters = "*+?{";
    private readonly string _pattern;
    private readonly int _more;
    private int _at;
    private bool _hasStopped;

    private PatternSample(string pattern, int more)
    {
        _pattern = pattern;
        _more = more;
    }

    /// <summary>Makes text; null where the pattern has parts that this does not know.</summary>
    /// <param name="pattern">The pattern, one that compiles.</param>
    /// <param name="more">How much oftener than necessary each part is repeated that may be.</param>
    public static string? Of(string pattern, int more)
    {
        var sample = new PatternSample(pattern, more);
        var text = sample.ReadAlternatives();
        return sample._hasStopped || sample._at < pattern.Length ? null : text;
    }

    private char Next => _at < _pattern.Length ? _pattern[_at] : '\0';

    // The shortest one; what stops early leaves the rest unread, which fails the whole.
    private string ReadAlternatives()
    {
        var shortest = ReadSequence();
        while (TryTake("|"))
        {
            var other = ReadSequence();
            shortest = other.Length < shortest.Length ? other : shortest;
        }

        return shortest;
    }

    private string ReadSequence()
    {
        var text = new StringBuilder();
        while (_at < _pattern.Length && Next is not ('|' or ')') && !_hasStopped && ReadAtom() is { } atom)
        {
            var count = ReadCount();
            _hasStopped |= text.Length + ((long)atom.Length * count) > MaxChars;
            for (var i = 0; i < count && atom.Length > 0 && !_hasStopped; i++)
            {
                text.Append(atom);
            }
        }

        return text.ToString();
    }

    private string? ReadAtom()
    {
        switch (Next)
        {
            case '(':
                return ReadGroup();
            case '[':
                return PatternClass.Read(_pattern, ref _at) is { } member ? $"{member}" : Stop();
            case '\\':
                return ReadEscape();
            case '^' or '$':
                _at++;
                return "";
            case '.':
                _at++;
                return "x";
            case var other when Metacharacters.Contains(other, StringComparison.Ordinal):
                return Stop();
            default:
                return $"{_pattern[_at++]}";
        }
    }

    private string? ReadGroup()
    {
        _at++;
        if (TryTake("?") && !TryTake(":"))
        {
            var end = _pattern.IndexOf('>', _at);
            if (end < 0 || !TryTake("<") || Next is '=' or '!')
            {
                return Stop();
            }

            _at = end + 1;
        }

        var inner = ReadAlternatives();
        return TryTake(")") ? inner : Stop();
    }

    private string? ReadEscape()
    {
        if (_at + 1 < _pattern.Length && _pattern[_at + 1] is 'b' or 'B')
        {
            _at += 2;
            return "";
        }

        return PatternClass.ReadEscape(_pattern, ref _at) is { } c ? $"{c}" : Stop();
    }

    private int ReadCount()
    {
        var (least, greatest) = (1, 1);
        if (TryTake("*") || TryTake("+"))
        {
            (least, greatest) = (_pattern[_at - 1] == '+' ? 1 : 0, int.MaxValue);
        }
        else if (TryTake("?"))
        {
            least = 0;
        }
        else if (Next == '{' && _pattern.IndexOf('}', _at) is var end and > 0)
        {
            (least, greatest) = ReadBounds(_pattern[(_at + 1)..end]);
            _at = end + 1;
        }

        TryTake("?");
        return (int)Math.Min((long)least + _more, greatest);
    }

    private (int Least, int Greatest) ReadBounds(string text)
    {
        var parts = text.Split(',');
        var greatest = int.MaxValue;
        var isRead = int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least)
            && (parts.Length == 1 || parts[1].Length == 0 || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out greatest));
        _hasStopped |= !isRead;
        return (least, parts.Length == 1 ? least : parts[1].Length == 0 ? int.MaxValue : greatest);
    }

    private bool TryTake(string text)
    {
        var isThere = string.CompareOrdinal(_pattern, _at, text, 0, text.Length) == 0;
        _at += isThere ? text.Length : 0;
        return isThere;
    }

    private string? Stop()
    {
        _hasStopped = true;
        return null;
    }
}
