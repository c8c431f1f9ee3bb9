namespace KernelGuard.Cel.RegularExpressions;

/// <summary>Compiles a parsed pattern from its end to its start, so that the step after each part is known.</summary>
internal sealed class PatternCompiler
{
    public const int MaxInstructions = 10_000;
    /// <summary>How many groups are remembered: those that a replacement can name.</summary>
    public const int MaxCaptures = 9;

    private const long MaxAlphabetWork = 2_000_000;
    private readonly List<Instruction> _instructions = [];
    private readonly List<CodePointSet> _sets = [];
    private readonly Dictionary<CodePointSet, int> _setNumbers = [];

    /// <summary>Compiles a pattern; null if it is too large.</summary>
    public static PatternProgram? Compile(PatternNode pattern)
    {
        var compiler = new PatternCompiler();
        var match = compiler.Add(new Instruction(InstructionKind.Match, 0, -1));
        var start = compiler.Compile(pattern, match);
        return compiler.IsFull || compiler.AlphabetWork > MaxAlphabetWork
            ? null
            : new PatternProgram([.. compiler._instructions], start, [.. compiler._sets], pattern.IsAnchored);
    }

    private bool IsFull => _instructions.Count > MaxInstructions;

    // To tell characters apart, every set is asked about every place where one of them starts or ends.
    private long AlphabetWork => _sets.Sum(set => (long)set.Bounds.Length) * _sets.Count;

    private int Add(Instruction instruction)
    {
        if (!IsFull)
        {
            _instructions.Add(instruction);
        }

        return _instructions.Count - 1;
    }

    private int Compile(PatternNode node, int next)
    {
        switch (node)
        {
            case SetNode set:
                return Add(new Instruction(InstructionKind.Set, NumberOf(set.Set), next));
            case AssertionNode assertion:
                return Add(new Instruction(InstructionKind.Assert, (int)assertion.Assertion, next));
            case SequenceNode sequence:
                return sequence.Parts.Reverse().Aggregate(next, (after, part) => Compile(part, after));
            case ChoiceNode choice:
                return choice.Parts.Reverse().Skip(1).Aggregate(
                    Compile(choice.Parts[^1], next),
                    (other, part) => Add(new Instruction(InstructionKind.Split, 0, Compile(part, next), other)));
            case CaptureNode { Number: > MaxCaptures } capture:
                return Compile(capture.Part, next);
            case CaptureNode capture:
                var end = Add(new Instruction(InstructionKind.Remember, (2 * capture.Number) + 1, next));
                return Add(new Instruction(InstructionKind.Remember, 2 * capture.Number, Compile(capture.Part, end)));
            default:
                return CompileRepeat((RepeatNode)node, next);
        }
    }

    private int NumberOf(CodePointSet set)
    {
        if (!_setNumbers.TryGetValue(set, out var number))
        {
            number = _sets.Count;
            _sets.Add(set);
            _setNumbers.Add(set, number);
        }

        return number;
    }

    private int CompileRepeat(RepeatNode repeat, int next)
    {
        var entry = next;
        var copies = repeat.Minimum;
        if (repeat.Maximum is { } maximum)
        {
            for (var i = repeat.Minimum; i < maximum && !IsFull; i++)
            {
                entry = Split(Compile(repeat.Part, entry), next, repeat.IsGreedy);
            }
        }
        else
        {
            entry = CompileLoop(repeat, next);
            copies = Math.Max(0, copies - 1);
        }

        for (var i = 0; i < copies && !IsFull; i++)
        {
            entry = Compile(repeat.Part, entry);
        }

        return entry;
    }

    // The loop is entered at the part if it must occur, else at the split. A part that may be empty is tried once more than the split
    // says, so that the preferred match is the one that Perl finds.
    private int CompileLoop(RepeatNode repeat, int next)
    {
        var split = Split(next, next, repeat.IsGreedy);
        var body = Compile(repeat.Part, split);
        if (!IsFull)
        {
            _instructions[split] = repeat.IsGreedy
                ? new Instruction(InstructionKind.Split, 0, body, next)
                : new Instruction(InstructionKind.Split, 0, next, body);
        }

        if (repeat.Minimum > 0)
        {
            return body;
        }

        return repeat.Part.MayBeEmpty ? Split(body, next, repeat.IsGreedy) : split;
    }

    private int Split(int part, int next, bool isGreedy) => isGreedy
        ? Add(new Instruction(InstructionKind.Split, 0, part, next))
        : Add(new Instruction(InstructionKind.Split, 0, next, part));
}
