using System.Runtime.InteropServices;

namespace KernelGuard.Cel.RegularExpressions;

/// <summary>
/// Decides whether a text matches, one look at a table for each character. States are made when a text first reaches them and dropped
/// all at once when they take too much memory. Thread-safe.
/// </summary>
internal sealed class Automaton
{
    private const int MaxCells = 100_000;
    private readonly PatternProgram _program;
    private readonly Alphabet _alphabet;
    private readonly Surroundings _relevant;
    private readonly Lock _lock = new();
    private readonly Dictionary<(int[] Steps, Surroundings Before), AutomatonState> _states = new(StateComparer.Instance);
    private readonly bool[] _visited;
    private readonly bool[] _reached;
    private readonly Stack<int> _pending = new();
    private AutomatonState _start;
    private int _reachedCount;
    private int _cells;

    public Automaton(PatternProgram program, Alphabet alphabet)
    {
        _program = program;
        _alphabet = alphabet;
        _visited = new bool[program.Instructions.Length];
        _reached = new bool[program.Instructions.Length];
        foreach (var instruction in program.Instructions.Where(instruction => instruction.Kind == InstructionKind.Assert))
        {
            _relevant |= ((Assertion)instruction.Argument).LooksBackAt();
        }

        _start = StateOf([program.Start], Surroundings.Edge & _relevant);
    }

    public bool IsMatch(string text)
    {
        var state = Volatile.Read(ref _start);
        for (var i = 0; i < text.Length; i++)
        {
            int codePoint = text[i];
            if (char.IsHighSurrogate(text[i]))
            {
                codePoint = char.ConvertToUtf32(text[i], text[++i]);
            }

            var number = _alphabet.ClassOf(codePoint);
            state = state[number] ?? Advance(state, number);
            if (ReferenceEquals(state, AutomatonState.Matched) || ReferenceEquals(state, AutomatonState.Failed))
            {
                return ReferenceEquals(state, AutomatonState.Matched);
            }
        }

        var end = _alphabet.ClassCount;
        return ReferenceEquals(state[end] ?? Advance(state, end), AutomatonState.Matched);
    }

    /// <summary>Finds the state after a character of a class, or after the end of the text.</summary>
    private AutomatonState Advance(AutomatonState state, int number)
    {
        lock (_lock)
        {
            var isEnd = number == _alphabet.ClassCount;
            var codePoint = isEnd ? -1 : _alphabet.Representative(number);
            var after = SurroundingsExtensions.Of(codePoint);
            var next = Follow(state, isEnd ? [] : _alphabet.Row(number), after) ? AutomatonState.Matched : AutomatonState.Failed;
            if (ReferenceEquals(next, AutomatonState.Failed) && !isEnd)
            {
                if (!_program.IsAnchored)
                {
                    Reach(_program.Start);
                }

                next = _reachedCount == 0 ? AutomatonState.Failed : StateOf(ReachedSteps(), after & _relevant);
            }

            state[number] = next;
            return next;
        }
    }

    private void Reach(int step)
    {
        _reachedCount += _reached[step] ? 0 : 1;
        _reached[step] = true;
    }

    private int[] ReachedSteps()
    {
        var steps = new int[_reachedCount];
        var step = -1;
        for (var i = 0; i < steps.Length; i++)
        {
            step += 1 + _reached.AsSpan(step + 1).IndexOf(true);
            steps[i] = step;
        }

        return steps;
    }

    /// <summary>Goes from the steps of a state over a character, given the sets that it is in; true if the pattern has matched before it.</summary>
    private bool Follow(AutomatonState state, bool[] sets, Surroundings after)
    {
        Array.Clear(_visited);
        Array.Clear(_reached);
        _reachedCount = 0;
        _pending.Clear();
        foreach (var step in state.Steps)
        {
            _pending.Push(step);
        }

        while (_pending.TryPop(out var step))
        {
            if (_visited[step])
            {
                continue;
            }

            _visited[step] = true;
            var instruction = _program.Instructions[step];
            switch (instruction.Kind)
            {
                case InstructionKind.Match:
                    return true;
                case InstructionKind.Set when sets.Length > 0 && sets[instruction.Argument]:
                    Reach(instruction.Next);
                    break;
                case InstructionKind.Split:
                    _pending.Push(instruction.Next);
                    _pending.Push(instruction.Other);
                    break;
                case InstructionKind.Remember:
                case InstructionKind.Assert when ((Assertion)instruction.Argument).Holds(state.Before, after):
                    _pending.Push(instruction.Next);
                    break;
            }
        }

        return false;
    }

    private AutomatonState StateOf(int[] steps, Surroundings before)
    {
        if (_states.TryGetValue((steps, before), out var known))
        {
            return known;
        }

        var state = new AutomatonState(steps, before, _alphabet.ClassCount + 1);
        _cells += _alphabet.ClassCount + steps.Length;
        if (_cells > MaxCells)
        {
            // Searches under way keep the states that they are in; new ones start from an empty table.
            _states.Clear();
            _cells = _alphabet.ClassCount + steps.Length;
            Volatile.Write(ref _start, new AutomatonState([_program.Start], Surroundings.Edge & _relevant, _alphabet.ClassCount + 1));
        }

        _states.Add((steps, before), state);
        return state;
    }

    private sealed class StateComparer : IEqualityComparer<(int[] Steps, Surroundings Before)>
    {
        public static readonly StateComparer Instance = new();

        public bool Equals((int[] Steps, Surroundings Before) x, (int[] Steps, Surroundings Before) y) =>
            x.Before == y.Before && x.Steps.AsSpan().SequenceEqual(y.Steps);

        public int GetHashCode((int[] Steps, Surroundings Before) obj)
        {
            var hash = default(HashCode);
            hash.Add(obj.Before);
            hash.AddBytes(MemoryMarshal.AsBytes(obj.Steps.AsSpan()));

            return hash.ToHashCode();
        }
    }
}
