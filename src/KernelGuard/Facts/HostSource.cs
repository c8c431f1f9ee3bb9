using System.Globalization;
using KernelGuard.Telemetry;
using Microsoft.Extensions.Logging;

namespace KernelGuard.Facts;

/// <summary>Asks code of the host, which may fail, block, hang or answer late: all of that is an answer too.</summary>
/// <param name="timeout">How long to wait.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets the causes, which are for nobody else.</param>
internal sealed class HostSource(TimeSpan timeout, TimeProvider time, ILogger logger)
{
    private const int MaxDepth = 8;
    private const int MaxAsked = 10_000;
    private static readonly AsyncLocal<int> Depth = new();
    private int _asked;

    /// <summary>Asks, on a thread of its own: whoever waits goes on when the time is up, also if that thread is blocked for good.</summary>
    /// <param name="name">What is asked, for the log.</param>
    /// <param name="ask">Asks the host.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled; nothing else is thrown.</exception>
    public async ValueTask<SourceAnswer<T>> AskAsync<T>(
        string name, Func<CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Depth.Value >= MaxDepth)
        {
            return new(default, "it asks the guard, which asks it again, without end");
        }

        if (Interlocked.Increment(ref _asked) > MaxAsked)
        {
            Interlocked.Decrement(ref _asked);
            return new(default, "too many answers are waited for");
        }

        var stop = new CancellationTokenSource();
        var answer = Task.Factory.StartNew(() => AnswerAsync(ask, stop.Token), CancellationToken.None, TaskCreationOptions.None, HostThreads.Shared).Unwrap();
        _ = answer.ContinueWith(_ => Interlocked.Decrement(ref _asked), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return new(await answer.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Stop(stop, answer);
            throw;
        }
#pragma warning disable CA1031 // a source is anybody's code: however it fails, the fact is missing and the call is judged without it
        catch (Exception fault)
#pragma warning restore CA1031
        {
            var isLate = !answer.IsCompleted;
            Stop(stop, answer);
            logger.SourceFailed(fault, name);
            return new(default, isLate
                ? string.Create(CultureInfo.InvariantCulture, $"no answer within {timeout.TotalSeconds} s")
                : $"`{fault.GetType().Name}` was thrown");
        }
    }

    private static async Task<T> AnswerAsync<T>(Func<CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        Depth.Value++;
        return await ask(cancellationToken);
    }

    // What the host does when it is told to stop may fail or block: nobody waits for it, and nobody is told.
    private static void Stop(CancellationTokenSource stop, Task answer)
    {
        Ignore(stop.CancelAsync());
        Ignore(answer);
    }

    private static void Ignore(Task task) =>
        task.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
