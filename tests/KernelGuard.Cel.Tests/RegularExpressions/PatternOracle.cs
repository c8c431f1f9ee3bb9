using System.Text;
using KernelGuard.Cel.RegularExpressions;

namespace KernelGuard.Cel.Tests.RegularExpressions;

/// <summary>
/// Matches by trying one way after the other, straight from the parsed pattern. The first way that leads to the end is the match that RE2
/// prefers.
/// </summary>
internal sealed class PatternOracle
{
    private readonly string _text;
    private readonly int[] _places;

    private PatternOracle(string text, int captureCount)
    {
        _text = text;
        _places = new int[2 * (captureCount + 1)];
        Array.Fill(_places, -1);
    }

    /// <summary>Goes on from a place in the text; false if that leads to no match.</summary>
    private delegate bool Way(int position);

    /// <summary>Finds the leftmost match: pairs of start and end, of the whole match and then of the groups. Null if there is none.</summary>
    public static int[]? Find(PatternNode pattern, int captureCount, string text)
    {
        for (var start = 0; start <= text.Length; start++)
        {
            var oracle = new PatternOracle(text, captureCount);
            if (oracle.WayThrough(new CaptureNode(0, pattern), _ => true)(start))
            {
                return oracle._places;
            }
        }

        return null;
    }

    private Way WayThrough(PatternNode node, Way next) => Once(node switch
    {
        SetNode set => position => position < _text.Length && set.Set.Contains(RuneAt(position).Value)
            && next(position + RuneAt(position).Utf16SequenceLength),
        AssertionNode assertion => position => Holds(assertion.Assertion, position) && next(position),
        SequenceNode sequence => sequence.Parts.Reverse().Aggregate(next, (after, part) => WayThrough(part, after)),
        ChoiceNode choice => FirstOf([.. choice.Parts.Select(part => WayThrough(part, next))]),
        CaptureNode capture => Remember(2 * capture.Number, WayThrough(capture.Part, Remember((2 * capture.Number) + 1, next))),
        RepeatNode repeat => Repeat(repeat, next),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    });

    // What led nowhere leads nowhere again. And a way that comes back to a place without taking a character is not gone twice, which is
    // RE2's rule for repeats of nothing.
    private static Way Once(Way way)
    {
        var tried = new HashSet<int>();
        return position => tried.Add(position) && way(position);
    }

    private static Way FirstOf(params Way[] ways) => position => Array.Exists(ways, way => way(position));

    private static Way Optional(Way way, Way next, bool isGreedy) => Once(isGreedy ? FirstOf(way, next) : FirstOf(next, way));

    private Way Repeat(RepeatNode repeat, Way next)
    {
        var required = repeat.Minimum;
        var entry = next;
        for (var i = repeat.Minimum; i < repeat.Maximum; i++)
        {
            entry = Optional(WayThrough(repeat.Part, entry), next, repeat.IsGreedy);
        }

        if (repeat.Maximum is null)
        {
            entry = Loop(repeat, next);
            required = Math.Max(0, required - 1);
        }

        return Enumerable.Range(0, required).Aggregate(entry, (after, _) => WayThrough(repeat.Part, after));
    }

    // Where the part can be empty, RE2 reads `x*` as `(?:x+)?`.
    private Way Loop(RepeatNode repeat, Way next)
    {
        Way? part = null;
        var again = Optional(position => part!(position), next, repeat.IsGreedy);
        part = WayThrough(repeat.Part, again);
        if (repeat.Minimum > 0)
        {
            return part;
        }

        return repeat.Part.MayBeEmpty ? Optional(part, next, repeat.IsGreedy) : again;
    }

    private Way Remember(int index, Way next) => position =>
    {
        var before = _places[index];
        _places[index] = position;
        if (next(position))
        {
            return true;
        }

        _places[index] = before;
        return false;
    };

    private Rune RuneAt(int position) => Rune.GetRuneAt(_text, position);

    private bool Holds(Assertion assertion, int position) => assertion switch
    {
        Assertion.StartOfText => position == 0,
        Assertion.EndOfText => position == _text.Length,
        Assertion.StartOfLine => position == 0 || _text[position - 1] == '\n',
        Assertion.EndOfLine => position == _text.Length || _text[position] == '\n',
        Assertion.WordBoundary => IsWord(position - 1) != IsWord(position),
        _ => IsWord(position - 1) == IsWord(position),
    };

    private bool IsWord(int index) =>
        index >= 0 && index < _text.Length && (char.IsAsciiLetterOrDigit(_text[index]) || _text[index] == '_');
}
