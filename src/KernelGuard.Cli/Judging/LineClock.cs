namespace KernelGuard.Cli.Judging;

/// <summary>The guard's clock while it judges recorded calls: it stands at the time of the line, so that equal input gives equal output and evidence.</summary>
internal sealed class LineClock : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Sets the clock to the time of a line; null means now.</summary>
    public void Set(DateTimeOffset? time) => _now = time ?? System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;
}
