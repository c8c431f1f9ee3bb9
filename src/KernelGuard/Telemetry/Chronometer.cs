namespace KernelGuard.Telemetry;

/// <summary>Measures how long things take. Where the host's clock fails there is no measurement: no call is refused, and no result lost, for that.</summary>
internal sealed class Chronometer(TimeProvider time)
{
    /// <summary>Begins to measure; null where the clock fails.</summary>
    public long? Start()
    {
        try
        {
            return time.GetTimestamp();
        }
#pragma warning disable CA1031 // a clock is anybody's code, and a tool may have run
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>What has passed since; zero where it cannot be measured.</summary>
    public TimeSpan Since(long? start)
    {
        try
        {
            return start is { } from ? time.GetElapsedTime(from) : TimeSpan.Zero;
        }
#pragma warning disable CA1031 // a clock is anybody's code, and a tool may have run
        catch (Exception)
#pragma warning restore CA1031
        {
            return TimeSpan.Zero;
        }
    }
}
