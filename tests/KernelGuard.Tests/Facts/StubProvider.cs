using KernelGuard.Facts;

namespace KernelGuard.Tests.Facts;

/// <summary>A provider that answers what a test says, and counts.</summary>
internal sealed class StubProvider(string subject, Func<FactQuery, object?> answer) : IFactProvider
{
    private int _asked;

    public int Asked => Volatile.Read(ref _asked);

    public List<FactQuery> Queries { get; } = [];

    /// <summary>The answer waits for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public string Subject => subject;

    public async ValueTask<IReadOnlyDictionary<string, object?>?> FetchAsync(FactQuery query, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        lock (Queries)
        {
            Queries.Add(query);
        }

        await Gate;
        return answer(query) as IReadOnlyDictionary<string, object?>;
    }

    public static Dictionary<string, object?> Facts(params ReadOnlySpan<(string Name, object? Value)> facts)
    {
        var all = new Dictionary<string, object?>();
        foreach (var (name, value) in facts)
        {
            all[name] = value;
        }

        return all;
    }
}
