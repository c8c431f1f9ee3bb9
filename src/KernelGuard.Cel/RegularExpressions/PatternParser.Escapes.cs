using System.Globalization;

namespace KernelGuard.Cel.RegularExpressions;

/// <content>What a backslash starts.</content>
internal sealed partial class PatternParser
{
    private PatternNode ParseEscape()
    {
        if (_position + 1 < _text.Length && AssertionOf(_text[_position + 1]) is { } assertion)
        {
            _position += 2;
            return new AssertionNode(assertion);
        }

        return TryParseClassEscape(out var set) ? new SetNode(set) : Literal(ParseEscapedCodePoint());
    }

    private static Assertion? AssertionOf(char letter) => letter switch
    {
        'A' => Assertion.StartOfText,
        'z' => Assertion.EndOfText,
        'b' => Assertion.WordBoundary,
        'B' => Assertion.NoWordBoundary,
        _ => null,
    };

    /// <summary>Parses an escape that stands for several characters, such as <c>\d</c> or <c>\pL</c>.</summary>
    private bool TryParseClassEscape(out CodePointSet set)
    {
        set = CodePointSet.Any;
        if (!LooksAt(@"\") || _position + 1 >= _text.Length)
        {
            return false;
        }

        var letter = _text[_position + 1];
        if (letter is 'p' or 'P')
        {
            _position += 2;
            set = ParseUnicodeClass(isNegated: letter == 'P');
            return true;
        }

        if (AsciiClasses.FindPerl(letter, out var isNegated) is not { } found)
        {
            return false;
        }

        _position += 2;
        set = Finish(found, isNegated);
        return true;
    }

    private CodePointSet ParseUnicodeClass(bool isNegated)
    {
        var name = TakeUnicodeName();
        if (name.StartsWith('^'))
        {
            (name, isNegated) = (name[1..], !isNegated);
        }

        if (name.Length > 0 && UnicodeClasses.Find(name) is { } set)
        {
            return Finish(set, isNegated);
        }

        Fail($"there is no class of Unicode characters `{name}`");
        return CodePointSet.Any;
    }

    private string TakeUnicodeName()
    {
        if (IsAtEnd)
        {
            return "";
        }

        if (!TryTake('{'))
        {
            return char.ConvertFromUtf32(TakeCodePoint());
        }

        var end = _text.IndexOf('}', _position);
        var name = end < 0 ? "" : _text[_position..end];
        _position = end < 0 ? _text.Length : end + 1;
        return name;
    }

    // The members of a class fold first, and the class is negated then.
    private CodePointSet Finish(CodePointSet set, bool isNegated)
    {
        var folded = Has(PatternFlags.IgnoreCase) ? CaseFolding.Close(set) : set;
        return isNegated ? folded.Complement() : folded;
    }

    private int ParseEscapedCodePoint()
    {
        _position++;
        if (IsAtEnd)
        {
            Fail("a backslash ends the pattern");
            return 0;
        }

        var letter = Current;
        if (letter < 0x80 && !char.IsAsciiLetterOrDigit(letter))
        {
            _position++;
            return letter;
        }

        if (letter is >= '0' and <= '7')
        {
            return ParseOctal();
        }

        _position++;
        return letter switch
        {
            'a' => '\a',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            'x' => ParseHex(),
            _ => FailEscape(letter),
        };
    }

    // One digit other than 0 would be a back-reference.
    private int ParseOctal()
    {
        var start = _position;
        while (!IsAtEnd && _position < start + 3 && Current is >= '0' and <= '7')
        {
            _position++;
        }

        return _position == start + 1 && _text[start] != '0'
            ? FailEscape(_text[start])
            : _text.AsSpan(start, _position - start).ToArray().Aggregate(0, (value, digit) => (value * 8) + digit - '0');
    }

    private int ParseHex()
    {
        var start = _position;
        var end = TryTake('{') ? _text.IndexOf('}', start) : Math.Min(start + 2, _text.Length);
        var digits = _text.AsSpan(_position, Math.Max(0, end - _position));
        if (digits.Length is 0 or > 8 || (_position == start && digits.Length < 2)
            || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var codePoint)
            || codePoint is < 0 or >= CodePointSet.Limit)
        {
            return FailEscape('x');
        }

        _position = _position == start ? end : end + 1;
        return codePoint;
    }

    private int FailEscape(char letter)
    {
        Fail(char.IsAsciiDigit(letter) ? "RE2 has no back-references" : $"there is no escape `\\{letter}`");
        return 0;
    }
}
