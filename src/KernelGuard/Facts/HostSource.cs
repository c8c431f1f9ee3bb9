using System.Globalization;
using KernelGuard.Telemetry;
using Microsoft.Extensions.Logging;

namespace KernelGuard.Facts;

/// <summary>Asks code of the host, which may fail, hang or answer late: all of that is an answer too.</summary>
/// <param name="timeout">How long to wait.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets the causes, which are for nobody else.</param>
internal sealed class HostSource(TimeSpan timeout, TimeProvider time, ILogger logger)
{
    /// <summary>Asks.</summary>
    /// <param name="name">What is asked, for the log.</param>
    /// <param name="ask">Asks the host.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled; nothing else is thrown.</exception>
    public async ValueTask<SourceAnswer<T>> AskAsync<T>(
        string name, Func<CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var answer = ask(both.Token);
            return new(answer.IsCompletedSuccessfully ? answer.Result : await answer.AsTask().WaitAsync(both.Token), null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // a source is anybody's code: however it fails, the fact is missing and the call is judged without it
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.SourceFailed(fault, name);
            return new(default, deadline.IsCancellationRequested
                ? string.Create(CultureInfo.InvariantCulture, $"no answer within {timeout.TotalSeconds} s")
                : $"`{fault.GetType().Name}` was thrown");
        }
    }
}
