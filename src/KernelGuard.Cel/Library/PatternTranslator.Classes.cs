using System.Globalization;
using System.Text;

namespace KernelGuard.Cel.Library;

/// <content>Classes of characters. Every character is written as a number, so that none has a meaning of its own.</content>
internal sealed partial class PatternTranslator
{
    private void TranslateClass()
    {
        var negated = TryTake('^');
        var members = new StringBuilder();
        for (var first = true; _problem is null; first = false)
        {
            if (_position >= _pattern.Length)
            {
                Refuse("a class is not closed");
            }
            else if (!first && TryTake(']'))
            {
                break;
            }
            else
            {
                TranslateMember(members);
            }
        }

        Emit(negated ? Negated(members.ToString()) : $"[{members}]");
    }

    private void TranslateMember(StringBuilder members)
    {
        if (_pattern.AsSpan(_position).StartsWith("[:", StringComparison.Ordinal))
        {
            TranslatePosix(members);
            return;
        }

        if (_pattern[_position] == '\\' && _position + 1 < _pattern.Length && _pattern[_position + 1] is 'd' or 'w' or 's')
        {
            members.Append(PerlClass(_pattern[_position + 1]));
            _position += 2;
            if (IsRange())
            {
                Refuse("a range that starts with a class");
            }

            return;
        }

        var low = ReadMember();
        var high = low;
        if (IsRange())
        {
            _position++;
            high = ReadMember();
        }

        if (high < low)
        {
            Refuse("a range that ends before it starts");
        }

        AppendRange(members, low, high);
    }

    private bool IsRange() => _position + 1 < _pattern.Length && _pattern[_position] == '-' && _pattern[_position + 1] != ']';

    private char ReadMember()
    {
        var unit = _pattern[_position++];
        if (char.IsSurrogate(unit))
        {
            Refuse("a character above U+FFFF in a class");
        }

        if (unit != '\\')
        {
            return unit;
        }

        if (_position >= _pattern.Length)
        {
            Refuse("it ends with a backslash");
            return unit;
        }

        TryReadEscapedUnit(_pattern[_position++], out var literal);
        return literal;
    }

    private void TranslatePosix(StringBuilder members)
    {
        var end = _pattern.IndexOf(":]", _position, StringComparison.Ordinal);
        var name = end < 0 ? "" : _pattern[(_position + 2)..end];
        var ranges = name switch
        {
            "alnum" => "09AZaz",
            "alpha" => "AZaz",
            "digit" => "09",
            "lower" => "az",
            "upper" => "AZ",
            "word" => "09AZaz__",
            "xdigit" => "09AFaf",
            "space" => "\t\r  ",
            _ => "",
        };
        if (ranges.Length == 0)
        {
            Refuse("a class in `[: :]` that is not one of alnum, alpha, digit, lower, upper, word, xdigit and space");
            return;
        }

        for (var i = 0; i < ranges.Length; i += 2)
        {
            AppendRange(members, ranges[i], ranges[i + 1]);
        }

        _position = end + 2;
    }

    private bool TryTake(char unit)
    {
        var matches = _position < _pattern.Length && _pattern[_position] == unit;
        _position += matches ? 1 : 0;
        return matches;
    }

    // The long s and the Kelvin sign are the only characters outside ASCII that fold to ASCII letters.
    private string PerlClass(char name) => name switch
    {
        'd' => "0-9",
        's' => @"\t\n\f\r\u0020",
        _ => _foldCase ? @"0-9A-Za-z_\u017F\u212A" : "0-9A-Za-z_",
    };

    private static string Negated(string members) => $@"(?:[^{members}\uD800-\uDFFF]|{SupplementaryPair})";

    private static string Unit(char unit) => string.Create(CultureInfo.InvariantCulture, $@"\u{(int)unit:X4}");

    private void AppendRange(StringBuilder members, char low, char high)
    {
        members.Append(Unit(low)).Append('-').Append(Unit(high));
        if (!_foldCase)
        {
            return;
        }

        if (!char.IsAscii(high))
        {
            Refuse("`(?i)` with characters outside ASCII");
        }

        for (var unit = low; unit <= high && char.IsAscii(unit); unit++)
        {
            if (char.IsAsciiLetter(unit))
            {
                members.Append(Unit((char)(unit ^ 0x20)));
                members.Append((unit | 0x20) switch { 'k' => @"\u212A", 's' => @"\u017F", _ => "" });
            }
        }
    }
}
