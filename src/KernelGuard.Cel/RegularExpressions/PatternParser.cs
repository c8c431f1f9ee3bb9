namespace KernelGuard.Cel.RegularExpressions;

/// <summary>
/// Parses the syntax of RE2. What RE2 does not have, such as back-references and look-around, is a problem, never another meaning.
/// </summary>
internal sealed partial class PatternParser
{
    private const int MaxNesting = 100;
    private const int MaxRepetition = 1_000;
    private readonly string _text;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private PatternFlags _flags;
    private int _position;
    private int _captures;
    private int _nesting;
    private string? _problem;

    private PatternParser(string text) => _text = text;

    /// <summary>Parses a pattern; gives null and what is wrong with it if it is malformed.</summary>
    public static PatternNode? Parse(string text, out int captureCount, out string problem)
    {
        var parser = new PatternParser(text);
        var node = parser.ParseChoice();
        if (parser._problem is null && !parser.IsAtEnd)
        {
            parser.Fail("`)` has no `(`");
        }

        if (parser._problem is null && RepetitionOf(node) > MaxRepetition)
        {
            parser.Fail($"repetitions in repetitions come to more than {MaxRepetition}");
        }

        captureCount = parser._captures;
        problem = parser._problem ?? "";
        return parser._problem is null ? node : null;
    }

    private bool IsAtEnd => _problem is not null || _position >= _text.Length;

    private char Current => _text[_position];

    private bool LooksAt(string prefix) => !IsAtEnd && string.CompareOrdinal(_text, _position, prefix, 0, prefix.Length) == 0;

    private bool TryTake(char unit)
    {
        if (IsAtEnd || Current != unit)
        {
            return false;
        }

        _position++;
        return true;
    }

    private int TakeCodePoint()
    {
        var codePoint = char.ConvertToUtf32(_text, _position);
        _position += codePoint > char.MaxValue ? 2 : 1;
        return codePoint;
    }

    private SequenceNode Fail(string problem)
    {
        _problem ??= problem;
        return new SequenceNode([]);
    }

    private bool Has(PatternFlags flag) => (_flags & flag) != 0;

    private PatternNode ParseChoice()
    {
        var parts = new List<PatternNode> { ParseSequence() };
        while (TryTake('|'))
        {
            parts.Add(ParseSequence());
        }

        return parts.Count == 1 ? parts[0] : new ChoiceNode(parts);
    }

    private SequenceNode ParseSequence()
    {
        var parts = new List<PatternNode>();
        while (!IsAtEnd && Current is not ('|' or ')'))
        {
            if (LooksAt(@"\Q"))
            {
                ParseQuoted(parts);
            }
            else if (ParseRepetition() is { } repetition)
            {
                Repeat(parts, repetition);
            }
            else if (ParseAtom() is { } part)
            {
                parts.Add(part);
            }
        }

        return new SequenceNode(parts);
    }

    private void ParseQuoted(List<PatternNode> parts)
    {
        _position += 2;
        while (!IsAtEnd && !LooksAt(@"\E"))
        {
            parts.Add(Literal(TakeCodePoint()));
        }

        _position = Math.Min(_position + 2, _text.Length);
    }

    /// <summary>Parses one part without its repetition; null for a group that only sets flags.</summary>
    private PatternNode? ParseAtom()
    {
        switch (Current)
        {
            case '(':
                return ParseGroup();
            case '[':
                return new SetNode(ParseClass());
            case '\\':
                return ParseEscape();
            case '.':
                _position++;
                return new SetNode(Has(PatternFlags.DotAll) ? CodePointSet.Any : CodePointSet.Of('\n').Complement());
            case '^':
                _position++;
                return new AssertionNode(Has(PatternFlags.MultiLine) ? Assertion.StartOfLine : Assertion.StartOfText);
            case '$':
                _position++;
                return new AssertionNode(Has(PatternFlags.MultiLine) ? Assertion.EndOfLine : Assertion.EndOfText);
            default:
                return Literal(TakeCodePoint());
        }
    }

    private SetNode Literal(int codePoint) =>
        new(Has(PatternFlags.IgnoreCase) ? CaseFolding.Close(codePoint) : CodePointSet.Of(codePoint));

    private static int RepetitionOf(PatternNode node) => node switch
    {
        SequenceNode sequence => sequence.Parts.Select(RepetitionOf).DefaultIfEmpty(1).Max(),
        ChoiceNode choice => choice.Parts.Max(RepetitionOf),
        CaptureNode capture => RepetitionOf(capture.Part),
        RepeatNode repeat => Math.Min(MaxRepetition + 1, RepetitionOf(repeat.Part) * Math.Max(1, repeat.Maximum ?? repeat.Minimum)),
        _ => 1,
    };
}
