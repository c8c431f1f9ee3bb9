using System.Globalization;
using System.Text;

namespace KernelGuard.Cel.Library;

/// <summary>
/// Carries a pattern in a part of the RE2 syntax over to the platform's syntax, where the same text often means something else.
/// </summary>
/// <remarks>
/// Taken: literals, escapes of punctuation, <c>\a \f \n \r \t \v \xHH</c>, <c>\d \D \w \W \s \S</c> (ASCII), classes with ranges and
/// POSIX names, <c>. ^ $ \A \z</c>,
/// groups (none is captured), alternatives, repetitions up to 1,000, greedy or not, and <c>(?i)</c> at the start. Everything else is
/// refused.
/// </remarks>
internal sealed partial class PatternTranslator
{
    private const int MaxPatternChars = 1_000;
    private const int MaxRepeat = 1_000;
    private const int MaxGroups = 50;
    private const string SupplementaryPair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";
    private readonly string _pattern;
    private readonly StringBuilder _output = new();
    private readonly bool _foldCase;
    private int _position;
    private int _openGroups;
    private long _repeats = 1;
    private bool _canRepeat;
    private string? _problem;

    private PatternTranslator(string pattern)
    {
        _pattern = pattern;
        _foldCase = pattern.StartsWith("(?i)", StringComparison.Ordinal);
        _position = _foldCase ? 4 : 0;
    }

    /// <summary>Translates a pattern, or says what in it is not supported.</summary>
    public static bool TryTranslate(string pattern, out string translated, out string problem)
    {
        translated = "";
        problem = $"the pattern is longer than {MaxPatternChars} characters";
        if (pattern.Length > MaxPatternChars)
        {
            return false;
        }

        var translator = new PatternTranslator(pattern);
        translator.Translate();
        translated = translator._output.ToString();
        problem = translator._problem ?? "";
        return translator._problem is null;
    }

    private void Translate()
    {
        while (_position < _pattern.Length && _problem is null)
        {
            TranslateNext(_pattern[_position++]);
        }

        if (_openGroups > 0)
        {
            Refuse("a group is not closed");
        }
    }

    private void TranslateNext(char unit)
    {
        switch (unit)
        {
            case '\\':
                TranslateEscape();
                break;
            case '[':
                TranslateClass();
                break;
            case '(':
                OpenGroup();
                break;
            case ')':
                CloseGroup();
                break;
            case '|':
                Emit("|", canRepeat: false);
                break;
            case '^':
                Emit(@"\A", canRepeat: false);
                break;
            case '$':
                // On the platform `$` would also match before a final line feed.
                Emit(@"\z", canRepeat: false);
                break;
            case '.':
                Emit($@"(?:[^\n\uD800-\uDFFF]|{SupplementaryPair})");
                break;
            case '*' or '+' or '?':
                Repeat(unit.ToString());
                break;
            case '{' when TryReadBounds(out var bounds):
                Repeat(bounds);
                break;
            default:
                EmitLiteral(unit);
                break;
        }
    }

    private void Refuse(string problem) => _problem ??= $"the pattern is not supported: {problem}";

    private void Emit(string text, bool canRepeat = true)
    {
        _output.Append(text);
        _canRepeat = canRepeat;
    }

    private void EmitLiteral(char unit)
    {
        if (char.IsHighSurrogate(unit) && _position < _pattern.Length)
        {
            Emit($"(?:{Unit(unit)}{Unit(_pattern[_position++])})");
        }
        else if (!_foldCase)
        {
            Emit(Unit(unit));
        }
        else
        {
            var folded = new StringBuilder();
            AppendRange(folded, unit, unit);
            Emit($"[{folded}]");
        }
    }

    private void OpenGroup()
    {
        if (_position < _pattern.Length && _pattern[_position] == '?')
        {
            if (!_pattern.AsSpan(_position).StartsWith("?:", StringComparison.Ordinal))
            {
                Refuse("of the groups that start with `(?`, only `(?:` is, and `(?i)` at the start");
                return;
            }

            _position += 2;
        }

        if (++_openGroups > MaxGroups)
        {
            Refuse("too many groups are nested");
        }

        Emit("(?:", canRepeat: false);
    }

    private void CloseGroup()
    {
        if (--_openGroups < 0)
        {
            Refuse("a group is closed that is not open");
        }

        Emit(")");
    }

    private void Repeat(string bounds)
    {
        if (!_canRepeat)
        {
            Refuse($"there is nothing that `{bounds}` could repeat");
            return;
        }

        if (_position < _pattern.Length && _pattern[_position] == '?')
        {
            _position++;
            bounds += "?";
        }

        Emit(bounds, canRepeat: false);
    }

    // Braces that are no bounds are literals.
    private bool TryReadBounds(out string bounds)
    {
        bounds = "";
        var end = _pattern.IndexOf('}', _position);
        if (end < 0)
        {
            return false;
        }

        var text = _pattern.AsSpan(_position, end - _position);
        var comma = text.IndexOf(',');
        var low = comma < 0 ? text : text[..comma];
        var high = comma < 0 ? low : text[(comma + 1)..];
        if (!TryReadCount(low, out var least) || !(high.IsEmpty || TryReadCount(high, out _)))
        {
            return false;
        }

        var most = high.IsEmpty ? least : int.Parse(high, NumberStyles.None, CultureInfo.InvariantCulture);
        _repeats *= Math.Max(1, most);
        if (most < least || _repeats > MaxRepeat)
        {
            Refuse($"repetitions may come to at most {MaxRepeat}");
        }

        _position = end + 1;
        bounds = $"{{{text}}}";
        return true;
    }

    private static bool TryReadCount(ReadOnlySpan<char> text, out int count)
    {
        count = 0;
        return text.Length is >= 1 and <= 6 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count);
    }

    private void TranslateEscape()
    {
        if (_position >= _pattern.Length)
        {
            Refuse("it ends with a backslash");
            return;
        }

        var unit = _pattern[_position++];
        switch (unit)
        {
            case 'A':
                Emit(@"\A", canRepeat: false);
                break;
            case 'z':
                Emit(@"\z", canRepeat: false);
                break;
            case 'd' or 'w' or 's':
                Emit($"[{PerlClass(unit)}]");
                break;
            case 'D' or 'W' or 'S':
                Emit(Negated(PerlClass(char.ToLowerInvariant(unit))));
                break;
            default:
                if (TryReadEscapedUnit(unit, out var literal))
                {
                    EmitLiteral(literal);
                }

                break;
        }
    }

    private bool TryReadEscapedUnit(char unit, out char literal)
    {
        literal = unit switch
        {
            'a' => '\a',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            _ => unit,
        };
        if (literal != unit || char.IsAsciiLetterOrDigit(unit) == false && char.IsAscii(unit))
        {
            return true;
        }

        if (unit == 'x' && _position + 2 <= _pattern.Length
            && byte.TryParse(_pattern.AsSpan(_position, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            literal = (char)code;
            _position += 2;
            return true;
        }

        Refuse($"the escape `\\{unit}`");
        return false;
    }
}
