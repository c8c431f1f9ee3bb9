namespace KernelGuard;

/// <summary>Holds the snapshot in force; replaced as a whole. Thread-safe.</summary>
internal sealed class PolicySnapshots(PolicySnapshot first)
{
    private PolicySnapshot _current = first;

    public PolicySnapshot Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }
}
