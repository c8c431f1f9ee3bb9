namespace KernelGuard.Tests.Root;

/// <summary>A clock that fails at one look at it, or from one look on.</summary>
internal sealed class FailingClock(TimeProvider inner) : TimeProvider
{
    private int _looks;
    private int _first = int.MaxValue;
    private bool _stays;

    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <summary>Lets it fail.</summary>
    /// <param name="look">At which look from now, from 1 on.</param>
    /// <param name="stays">Whether it fails at every later look too.</param>
    public void FailAt(int look, bool stays) => (_looks, _first, _stays) = (0, look, stays);

    public void Mend() => _first = int.MaxValue;

    public override DateTimeOffset GetUtcNow()
    {
        Look();
        return inner.GetUtcNow();
    }

    public override long GetTimestamp()
    {
        Look();
        return inner.GetTimestamp();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);

    private void Look()
    {
        _looks++;
        if (_looks == _first || (_stays && _looks > _first))
        {
            throw new InvalidOperationException("the clock broke");
        }
    }
}
