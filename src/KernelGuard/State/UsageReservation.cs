namespace KernelGuard.State;

/// <summary>What one call has added to sums. It stays added once the tool was entered, and is given back where it never was. Thread-safe.</summary>
internal sealed class UsageReservation
{
    private readonly List<(UsageWindow Window, LinkedListNode<(DateTimeOffset Time, decimal Amount)> Added, bool OnlyIfSucceeded)> _parts = [];

    public void Add(UsageWindow window, LinkedListNode<(DateTimeOffset Time, decimal Amount)> added, bool onlyIfSucceeded) =>
        _parts.Add((window, added, onlyIfSucceeded));

    /// <summary>Gives everything back: the tool was not entered.</summary>
    public void Release()
    {
        foreach (var (window, added, _) in _parts)
        {
            window.Remove(added);
        }
    }

    /// <summary>Gives back what only successful calls use up: the tool was entered and failed.</summary>
    public void ReleaseFailed()
    {
        foreach (var (window, added, _) in _parts.Where(part => part.OnlyIfSucceeded))
        {
            window.Remove(added);
        }
    }
}
