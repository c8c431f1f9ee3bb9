using KernelGuard.Calls;

namespace KernelGuard.Tests.Root;

/// <summary>A tool that remembers what it was called with.</summary>
internal sealed class SpyTool
{
    private readonly Lock _lock = new();
    private readonly List<FrozenObject> _entries = [];

    /// <summary>What the tool does after it has noted the call; answers "ran" unless a test says otherwise.</summary>
    public Func<FrozenObject, CancellationToken, ValueTask<object?>> Does { get; init; } = (_, _) => ValueTask.FromResult<object?>("ran");

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    public IReadOnlyList<FrozenObject> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    public ValueTask<object?> RunAsync(FrozenObject arguments, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _entries.Add(arguments);
        }

        return Does(arguments, cancellationToken);
    }
}
