using Microsoft.Extensions.Logging;

namespace KernelGuard.Telemetry;

/// <summary>Keeps what loggers throw away from the guard: a broken log must neither stop a call nor hide its result.</summary>
internal sealed class QuietLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
#pragma warning disable CA1031 // A logger may be anyone's code.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
#pragma warning disable CA1031 // A logger may be anyone's code.
        catch (Exception)
#pragma warning restore CA1031
        {
            // There is nowhere left to report it.
        }
    }
}
