using System.Text;

namespace KernelGuard.Cel.RegularExpressions;

/// <summary>
/// Finds where a pattern and its groups match: of all matches the leftmost, and of those the one that Perl prefers. Goes through a text
/// once, with one thread for each step of the pattern at most.
/// </summary>
internal sealed class PatternSearch(PatternProgram program, int captureCount, string text)
{
    private readonly bool[] _visited = new bool[program.Instructions.Length];
    private readonly Stack<(int Step, int[] Places)> _pending = new();
    private List<(int Step, int[] Places)> _threads = [];
    private List<(int Step, int[] Places)> _following = [];

    /// <summary>Gets how many characters the searches have gone through.</summary>
    public long Scanned { get; private set; }

    /// <summary>
    /// Finds the first match at or after a place: pairs of start and end, of the whole match and then of the groups, -1 for a group that
    /// took no part. Null if there is none.
    /// </summary>
    public int[]? Find(int start)
    {
        int[]? found = null;
        _threads.Clear();
        for (var position = start; ; Scanned++)
        {
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
        var places = new int[2 * (captureCount + 1)];
        Array.Fill(places, -1);
        return places;
    }

    // A thread that matches ends the ones behind it, which are less preferred.
    private void Step(int position, int next, int codePoint, Surroundings before, ref int[]? found)
    {
        Array.Clear(_visited);
        _following.Clear();
        var after = SurroundingsExtensions.Of(codePoint);
        foreach (var (first, places) in _threads)
        {
            var start = places[0] < 0 ? With(places, 0, position) : places;
            _pending.Push((first, start));
            while (_pending.TryPop(out var thread))
            {
                if (Follow(thread.Step, thread.Places, position, codePoint, before, after))
                {
                    found = With(thread.Places, 1, position);
                    _pending.Clear();
                    return;
                }
            }
        }
    }

    /// <summary>Follows one step; true if it is the match.</summary>
    private bool Follow(int step, int[] places, int position, int codePoint, Surroundings before, Surroundings after)
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
            case InstructionKind.Set when codePoint >= 0 && program.Sets[instruction.Argument].Contains(codePoint):
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
