using System.Text;

namespace KernelGuard.Cel.RegularExpressions;

/// <summary>
/// Finds where a pattern and its groups match: of all matches the leftmost, and of those the one that Perl prefers. Goes through a text
/// once, with one thread for each step of the pattern at most.
/// </summary>
internal sealed class PatternSearch(PatternProgram program, Alphabet alphabet, int captureCount, string text, Func<bool> charge)
{
    private const int ChargeInterval = 10;
    private readonly bool[] _visited = new bool[program.Instructions.Length];
    private readonly Stack<(int Step, int[] Places)> _pending = new();
    private List<(int Step, int[] Places)> _threads = [];
    private List<(int Step, int[] Places)> _following = [];

    private long _scanned;

    /// <summary>Gets whether a search ended because it was too much work.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>
    /// Finds the first match at or after a place: pairs of start and end, of the whole match and then of the groups, -1 for a group that
    /// took no part. Null if there is none, or if it was too much work.
    /// </summary>
    public int[]? Find(int start)
    {
        int[]? found = null;
        _threads.Clear();
        for (var position = start; ; _scanned++)
        {
            if (_scanned % ChargeInterval == 0 && !charge())
            {
                IsExhausted = true;
                return null;
            }

            var before = position == 0 ? Surroundings.Edge : SurroundingsExtensions.Of(text[position - 1]);
            var codePoint = position == text.Length ? -1 : Rune.GetRuneAt(text, position).Value;
            if (found is null && (position == 0 || !program.IsAnchored))
            {
                _threads.Add((program.Start, NoPlaces()));
            }

            if (_threads.Count == 0)
            {
                return found;
            }

            var next = codePoint > char.MaxValue ? position + 2 : position + 1;
            Step(position, next, codePoint, before, ref found);
            if (codePoint < 0)
            {
                return found;
            }

            (_threads, _following) = (_following, _threads);
            position = next;
        }
    }

    private int[] NoPlaces()
    {
        var places = new int[2 * (Math.Min(captureCount, PatternCompiler.MaxCaptures) + 1)];
        Array.Fill(places, -1);
        return places;
    }

    // A thread that matches ends the ones behind it, which are less preferred.
    private void Step(int position, int next, int codePoint, Surroundings before, ref int[]? found)
    {
        Array.Clear(_visited);
        _following.Clear();
        var after = SurroundingsExtensions.Of(codePoint);
        var sets = codePoint < 0 ? [] : alphabet.Row(alphabet.ClassOf(codePoint));
        foreach (var (first, places) in _threads)
        {
            var start = places[0] < 0 ? With(places, 0, position) : places;
            _pending.Push((first, start));
            while (_pending.TryPop(out var thread))
            {
                if (Follow(thread.Step, thread.Places, position, sets, before, after))
                {
                    found = With(thread.Places, 1, position);
                    _pending.Clear();
                    return;
                }
            }
        }
    }

    /// <summary>Follows one step; true if it is the match.</summary>
    private bool Follow(int step, int[] places, int position, bool[] sets, Surroundings before, Surroundings after)
    {
        if (_visited[step])
        {
            return false;
        }

        _visited[step] = true;
        var instruction = program.Instructions[step];
        switch (instruction.Kind)
        {
            case InstructionKind.Match:
                return true;
            case InstructionKind.Set when sets.Length > 0 && sets[instruction.Argument]:
                _following.Add((instruction.Next, places));
                break;
            case InstructionKind.Split:
                _pending.Push((instruction.Other, places));
                _pending.Push((instruction.Next, places));
                break;
            case InstructionKind.Remember:
                _pending.Push((instruction.Next, With(places, instruction.Argument, position)));
                break;
            case InstructionKind.Assert when ((Assertion)instruction.Argument).Holds(before, after):
                _pending.Push((instruction.Next, places));
                break;
        }

        return false;
    }

    private static int[] With(int[] places, int index, int position)
    {
        var copy = (int[])places.Clone();
        copy[index] = position;
        return copy;
    }
}
