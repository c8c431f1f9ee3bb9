using System.Globalization;

namespace KernelGuard.Cel.RegularExpressions;

/// <content>Repetitions.</content>
internal sealed partial class PatternParser
{
    private readonly record struct Repetition(int Minimum, int? Maximum, bool IsGreedy);

    /// <summary>Parses a repetition; null if none starts here, which a brace that holds no numbers does not.</summary>
    private Repetition? ParseRepetition()
    {
        int? maximum = null;
        var minimum = 0;
        switch (Current)
        {
            case '*' or '+':
                minimum = Current == '+' ? 1 : 0;
                _position++;
                break;
            case '?':
                maximum = 1;
                _position++;
                break;
            case '{' when TryParseCounts(out minimum, out maximum):
                break;
            default:
                return null;
        }

        var isGreedy = !TryTake('?') != Has(PatternFlags.Ungreedy);
        return new Repetition(minimum, maximum, isGreedy);
    }

    private bool TryParseCounts(out int minimum, out int? maximum)
    {
        maximum = null;
        minimum = 0;
        var end = _text.IndexOf('}', _position);
        var counts = end < 0 ? [] : _text[(_position + 1)..end].Split(',');
        if (counts.Length is 0 or > 2 || !TryReadCount(counts[0], out minimum))
        {
            return false;
        }

        var hasMaximum = counts[^1].Length > 0;
        var upper = minimum;
        if (hasMaximum && !TryReadCount(counts[^1], out upper))
        {
            return false;
        }

        maximum = hasMaximum ? upper : null;
        _position = end + 1;
        if (minimum > MaxRepetition || upper > MaxRepetition || upper < minimum)
        {
            Fail(upper < minimum ? "the smaller count of a repetition comes first" : $"a repetition is at most {MaxRepetition}");
        }

        return true;
    }

    private static bool TryReadCount(string text, out int count)
    {
        count = MaxRepetition + 1;
        if (text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('0', '9') || (text[0] == '0' && text.Length > 1))
        {
            return false;
        }

        return text.Length > 8 || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count);
    }

    private void Repeat(List<PatternNode> parts, Repetition repetition)
    {
        if (parts.Count == 0)
        {
            Fail("a repetition has nothing to repeat");
            return;
        }

        parts[^1] = new RepeatNode(parts[^1], repetition.Minimum, repetition.Maximum, repetition.IsGreedy);
        if (!IsAtEnd && ParseRepetition() is not null)
        {
            Fail("a repetition is repeated");
        }
    }
}
