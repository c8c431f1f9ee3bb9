namespace KernelGuard.State;

/// <summary>What one call has added to sums. It stays added once the tool was entered, and is given back where it never was. Thread-safe.</summary>
internal sealed class UsageReservation
{
    private readonly List<UsageShare> _shares = [];

    public void Add(in UsageShare share) => _shares.Add(share);

    /// <summary>Gives everything back: the tool was not entered.</summary>
    public void Release() => _shares.ForEach(static share => share.Meter.Remove(share));

    /// <summary>Gives back what only successful calls use up: the tool was entered and failed.</summary>
    public void ReleaseFailed()
    {
        foreach (var share in _shares.Where(share => share.OnlyIfSucceeded))
        {
            share.Meter.Remove(share);
        }
    }
}
