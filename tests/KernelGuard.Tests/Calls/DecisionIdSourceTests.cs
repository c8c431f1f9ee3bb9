using KernelGuard.Calls;
using Xunit;

namespace KernelGuard.Tests.Calls;

public sealed class DecisionIdSourceTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void NextId_ManyThreads_NeverRepeats()
    {
        var source = DecisionIdSource.Create();
        var ids = new System.Collections.Concurrent.ConcurrentBag<DecisionId>();
        Parallel.For(0, 10_000, new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken }, _ => ids.Add(source.NextId(Time)));
        Assert.Equal(10_000, ids.Distinct().Count());
    }

    [Fact]
    public void NextId_OneSource_SortsInOrder()
    {
        var source = DecisionIdSource.Create();
        var ids = Enumerable.Range(0, 100).Select(i => source.NextId(Time.AddMilliseconds(i / 10)).ToString()).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void NextId_TwoSources_Differ() =>
        Assert.NotEqual(DecisionIdSource.Create().NextId(Time), DecisionIdSource.Create().NextId(Time));

    [Fact]
    [Trait("Requirement", "S2-22")]
    public void Sequential_SameNumberAndTime_GivesTheSameId()
    {
        var source = DecisionIdSource.Sequential();
        var first = source.NextId(Time);
        Assert.EndsWith("00000000000001", first.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(first, source.NextId(Time));
        source.ContinueAt(1);
        Assert.Equal(first, source.NextId(Time));
        Assert.Equal(first, DecisionIdSource.Sequential(1).NextId(Time));
    }
}
