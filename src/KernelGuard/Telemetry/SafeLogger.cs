using Microsoft.Extensions.Logging;

namespace KernelGuard.Telemetry;

/// <summary>A logger that cannot fail: a broken sink must neither refuse a call nor take a result away.</summary>
/// <param name="inner">The logger that may.</param>
internal sealed class SafeLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
#pragma warning disable CA1031 // a sink is anybody's code, and logging is no evidence: what it throws ends here
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
#pragma warning disable CA1031 // a sink is anybody's code, and logging is no evidence: what it throws ends here
        catch (Exception)
#pragma warning restore CA1031
        {
            // Nothing can be said about it: the logger is what failed.
        }
    }
}
