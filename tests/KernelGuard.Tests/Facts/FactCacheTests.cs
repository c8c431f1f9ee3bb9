using KernelGuard.Facts;
using KernelGuard.Tests.Root;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace KernelGuard.Tests.Facts;

public sealed class FactCacheTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FetchAsync_HundredWhileOneIsUnderWay_AskOnce()
    {
        var gate = new TaskCompletionSource();
        var provider = new StubProvider("order", _ => StubProvider.Facts(("team", "eu"))) { Gate = gate.Task };
        var cache = Cache(TimeSpan.Zero, 10);

        var fetches = new Task<SourceAnswer<KernelGuard.Calls.FrozenObject>>[100];
        Parallel.For(0, 100, i => fetches[i] = cache.FetchAsync(provider, new FactQuery("order", "o-1"), Cancellation).AsTask());
        gate.SetResult();
        var answers = await Task.WhenAll(fetches);

        Assert.All(answers, answer => Assert.Equal("eu", answer.Value!["team"]));
        Assert.Equal((1, 0), (provider.Asked, cache.Count));
    }

    [Fact]
    public async Task FetchAsync_Failure_IsNotKept()
    {
        var fail = true;
        var provider = new StubProvider("order", _ => fail ? throw new InvalidOperationException() : StubProvider.Facts(("team", "eu")));
        var cache = Cache(TimeSpan.FromMinutes(1), 10);

        var failed = await cache.FetchAsync(provider, new FactQuery("order", "o-1"), Cancellation);
        fail = false;
        var delivered = await cache.FetchAsync(provider, new FactQuery("order", "o-1"), Cancellation);

        Assert.NotNull(failed.Failure);
        Assert.Null(delivered.Failure);
    }

    [Fact]
    public async Task FetchAsync_ManyQueries_KeepsABoundedNumber()
    {
        var provider = new StubProvider("order", _ => null);
        var cache = Cache(TimeSpan.FromMinutes(1), 10);

        for (var i = 0; i < 1_000; i++)
        {
            await cache.FetchAsync(provider, new FactQuery("order", $"o-{i}"), Cancellation);
        }

        Assert.InRange(cache.Count, 1, 10);
    }

    private static FactCache Cache(TimeSpan maxAge, int maxEntries)
    {
        var clock = new ManualClock();
        return new(
            new FactOptions { MaxAge = maxAge, MaxEntries = maxEntries }, new HostSource(TimeSpan.FromSeconds(30), clock, NullLogger.Instance), clock);
    }
}
