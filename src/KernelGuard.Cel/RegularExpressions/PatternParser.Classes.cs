namespace KernelGuard.Cel.RegularExpressions;

/// <content>Classes in brackets.</content>
internal sealed partial class PatternParser
{
    private CodePointSet ParseClass()
    {
        _position++;
        var isNegated = TryTake('^');
        var ranges = new List<(int, int)>();

        // A bracket that comes first is a member.
        for (var isFirst = true; isFirst || (!IsAtEnd && Current != ']'); isFirst = false)
        {
            if (IsAtEnd)
            {
                break;
            }

            if (TryParsePosixClass(out var set) || TryParseClassEscape(out set))
            {
                ranges.AddRange(set.Ranges());
            }
            else
            {
                ranges.Add(ParseRange());
            }
        }

        if (!TryTake(']'))
        {
            Fail("`[` has no `]`");
        }

        return Finish(CodePointSet.Of(ranges), isNegated);
    }

    private bool TryParsePosixClass(out CodePointSet set)
    {
        set = CodePointSet.Any;
        var end = LooksAt("[:") ? _text.IndexOf(":]", _position + 2, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            return false;
        }

        var name = _text[(_position + 2)..end];
        var isNegated = name.StartsWith('^');
        if (AsciiClasses.FindPosix(isNegated ? name[1..] : name) is { } found)
        {
            set = Finish(found, isNegated);
        }
        else
        {
            Fail($"there is no class `[:{name}:]`");
        }

        _position = end + 2;
        return true;
    }

    private (int First, int Last) ParseRange()
    {
        var first = ParseMember();
        if (!LooksAt("-") || LooksAt("-]"))
        {
            return (first, first);
        }

        _position++;
        var last = IsAtEnd ? first : ParseMember();
        if (last < first)
        {
            Fail("the ends of a range in `[]` are in the wrong order");
        }

        return (first, Math.Max(first, last));
    }

    private int ParseMember() => Current == '\\' ? ParseEscapedCodePoint() : TakeCodePoint();
}
