using System.Collections.Concurrent;

namespace KernelGuard.Facts;

/// <summary>Threads for code of the host, which may block them: the process's own pool, which everything else needs, is not used up.</summary>
/// <remarks>Started when they are needed, at most <see cref="MaxThreads"/>, and ended when they are idle. What waits for one is bounded by its deadline.</remarks>
internal sealed class HostThreads : TaskScheduler
{
    private const int MaxThreads = 64;
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);
    private readonly BlockingCollection<Task> _waiting = [];
    private readonly Lock _lock = new();
    private int _threads;
    private int _idle;

    /// <summary>The threads of the process.</summary>
    public static HostThreads Shared { get; } = new();

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => MaxThreads;

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        _waiting.Add(task);
        lock (_lock)
        {
            if (_idle >= _waiting.Count || _threads == MaxThreads)
            {
                return;
            }

            _threads++;
        }

        new Thread(Work) { IsBackground = true, Name = "KernelGuard host code" }.Start();
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [.. _waiting];

    private void Work()
    {
        while (TryTake(out var task))
        {
            TryExecuteTask(task!);
        }
    }

    private bool TryTake(out Task? task)
    {
        lock (_lock)
        {
            _idle++;
        }

        var isThere = _waiting.TryTake(out task, IdleTime);
        lock (_lock)
        {
            _idle--;
            if (!isThere && _waiting.Count == 0)
            {
                _threads--;
                return false;
            }
        }

        return isThere || TryTake(out task);
    }
}
