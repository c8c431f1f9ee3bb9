namespace KernelGuard.Cel.RegularExpressions;

/// <summary>A state of an automaton: where in the pattern a search can be, and what came before. Filled in while texts are searched.</summary>
internal sealed class AutomatonState(int[] steps, Surroundings before, int classCount)
{
    public static readonly AutomatonState Matched = new([], Surroundings.None, 0);
    public static readonly AutomatonState Failed = new([], Surroundings.None, 0);

    // References are written whole, and every state is complete before it is written here, so readers need no lock.
    private readonly AutomatonState?[] _next = new AutomatonState?[classCount];

    public int[] Steps => steps;

    public Surroundings Before => before;

    public AutomatonState? this[int number]
    {
        get => Volatile.Read(ref _next[number]);
        set => Volatile.Write(ref _next[number], value);
    }
}
