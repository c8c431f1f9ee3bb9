namespace KernelGuard.Cel.RegularExpressions;

/// <content>Groups and the flags that they set.</content>
internal sealed partial class PatternParser
{
    private PatternNode? ParseGroup()
    {
        _position++;
        if (!TryTake('?'))
        {
            return ParseCapture();
        }

        if (TryTake('P'))
        {
            return TryTake('<') ? ParseNamedCapture() : Fail("after `(?P` comes the name of a group, as in `(?P<name>x)`");
        }

        return TryTake('<') ? ParseNamedCapture() : ParseFlags();
    }

    private PatternNode ParseNamedCapture()
    {
        if (!IsAtEnd && Current is '=' or '!')
        {
            return Fail("RE2 has no look-around");
        }

        var end = IsAtEnd ? -1 : _text.IndexOf('>', _position);
        var name = end < 0 ? "" : _text[_position..end];
        if (name.Length == 0 || !name.All(unit => char.IsAsciiLetterOrDigit(unit) || unit == '_'))
        {
            return Fail("the name of a group is malformed");
        }

        if (!_names.Add(name))
        {
            return Fail($"the group name `{name}` occurs twice");
        }

        _position = end + 1;
        return ParseCapture();
    }

    private CaptureNode ParseCapture()
    {
        var number = ++_captures;
        return new CaptureNode(number, ParseInner(_flags));
    }

    // What flags a group sets inside ends with the group.
    private PatternNode ParseInner(PatternFlags flags)
    {
        if (++_nesting > MaxNesting)
        {
            return Fail($"groups are nested more than {MaxNesting} deep");
        }

        var outer = _flags;
        _flags = flags;
        var inner = ParseChoice();
        _flags = outer;
        _nesting--;
        return TryTake(')') ? inner : Fail("`(` has no `)`");
    }

    private PatternNode? ParseFlags()
    {
        var flags = TakeFlags();
        var removed = PatternFlags.None;
        if (TryTake('-'))
        {
            removed = TakeFlags();
            if (removed == PatternFlags.None)
            {
                return Fail("after `-` comes a flag");
            }
        }

        flags = (_flags | flags) & ~removed;
        if (TryTake(':'))
        {
            return ParseInner(flags);
        }

        if (!TryTake(')'))
        {
            return Fail("RE2 has no group of this kind");
        }

        _flags = flags;
        return null;
    }

    private PatternFlags TakeFlags()
    {
        var flags = PatternFlags.None;
        while (!IsAtEnd && FlagOf(Current) is { } flag)
        {
            flags |= flag;
            _position++;
        }

        return flags;
    }

    private static PatternFlags? FlagOf(char letter) => letter switch
    {
        'i' => PatternFlags.IgnoreCase,
        'm' => PatternFlags.MultiLine,
        's' => PatternFlags.DotAll,
        'U' => PatternFlags.Ungreedy,
        _ => null,
    };
}
