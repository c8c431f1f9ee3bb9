using KernelGuard.State;
using Xunit;

namespace KernelGuard.Tests.State;

public sealed class UsageStoreTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Per = TimeSpan.FromSeconds(10);

    [Fact]
    public void Reserve_StoreFull_RefusesNewKeysAndKeepsOldOnes()
    {
        var store = new UsageStore(maxKeys: 2);
        Assert.NotNull(store.Reserve([Charge("a"), Charge("b")], Start));

        Assert.Null(store.Reserve([Charge("a"), Charge("c")], Start));
        Assert.Equal((1m, 1m, 0m), (Sum(store, "a"), Sum(store, "b"), Sum(store, "c")));
        Assert.NotNull(store.Reserve([Charge("a")], Start));
        Assert.Equal(2m, Sum(store, "a"));
    }

    [Fact]
    public void Reserve_StoreFullOfWhatHasExpired_MakesRoom()
    {
        var store = new UsageStore(maxKeys: 2);
        store.Reserve([Charge("a"), Charge("b")], Start);

        Assert.Null(store.Reserve([Charge("c")], Start + Per - TimeSpan.FromTicks(1)));
        Assert.NotNull(store.Reserve([Charge("c")], Start + Per));
    }

    [Fact]
    public void Reserve_StoreFullOfWhatWasReleased_MakesRoom()
    {
        var store = new UsageStore(maxKeys: 1);
        store.Reserve([Charge("a")], Start)!.Release();

        Assert.NotNull(store.Reserve([Charge("b")], Start));
        Assert.Equal((0m, 1m), (Sum(store, "a"), Sum(store, "b")));
    }

    [Fact]
    public void Reserve_StoreFull_LeavesOtherMetersAlone()
    {
        var store = new UsageStore(maxKeys: 1);
        store.Reserve([Charge("a")], Start);

        Assert.Null(store.Reserve([Charge("b")], Start));
        Assert.NotNull(store.Reserve([Charge("b") with { Key = new UsageKey("other", "b") }], Start));
    }

    [Fact]
    public void Reserve_ManyKeysThatComeAndGo_LooksAtEachAFewTimes()
    {
        const int Calls = 50_000;
        var store = new UsageStore(maxKeys: 1_001);

        for (var i = 0; i < Calls; i++)
        {
            Assert.NotNull(store.Reserve([Charge($"k{i}")], Start.AddMilliseconds(10 * i)));
        }

        Assert.InRange(store.Looks, Calls, 4 * Calls);
    }

    [Fact]
    public void Reserve_StoreFullOfWhatCounts_LooksAtAFewForEachNewKey()
    {
        const int Keys = 10_000;
        var store = new UsageStore(Keys);
        for (var i = 0; i < Keys; i++)
        {
            store.Reserve([Charge($"k{i}")], Start);
        }

        var before = store.Looks;
        for (var i = 0; i < Keys; i++)
        {
            Assert.Null(store.Reserve([Charge($"made-up{i}")], Start));
        }

        Assert.InRange(store.Looks - before, Keys, 3 * Keys);
    }

    [Fact]
    public void Reserve_MeterThatNobodyChargesAnyMore_IsForgottenInTime()
    {
        var store = new UsageStore();
        for (var i = 0; i < 1_000; i++)
        {
            store.Reserve([Charge($"k{i}")], Start);
        }

        var before = store.Looks;
        store.Reserve([Charge("a") with { Key = new UsageKey("other", "a") }], Start + Per);
        store.Reserve([Charge("a") with { Key = new UsageKey("other", "a") }], Start + Per);

        Assert.InRange(store.Looks - before, 1_000, 1_010);
    }

    [Fact]
    public void AddRefused_StoreFull_NewKeysAreNotKnownUntilTheWindowIsOver()
    {
        var store = new UsageStore(maxKeys: 1);
        var reservation = store.Reserve([Charge("a")], Start)!;
        Assert.True(Knows("b", Start));

        store.AddRefused(Charge("b"), Start);
        Assert.Equal((true, false, false), (Knows("a", Start), Knows("b", Start), Knows("c", Start)));
        Assert.True(store.Knows(new UsageKey("other", "b"), Start));

        reservation.Release();
        store.AddRefused(Charge("b"), Start);
        Assert.Equal((1m, false), (Sum(store, "b"), Knows("b", Start)));
        Assert.True(Knows("b", Start + Per));
        Assert.True(Knows("c", Start + Per));

        bool Knows(string key, DateTimeOffset now) => store.Knows(new UsageKey("m", key), now);
    }

    [Fact]
    [Trait("Requirement", "S4-24")]
    public async Task Reserve_TwentyThreadsAndFewKeys_SumsAreExactAndKeysBounded()
    {
        var store = new UsageStore(maxKeys: 8);
        using var gate = new Barrier(20);

        var kept = await Task.WhenAll(Enumerable.Range(0, 20).Select(seed => Task.Run(() =>
        {
            var random = new System.Random(seed);
            var counts = new int[4];
            gate.SignalAndWait();
            for (var i = 0; i < 1_000; i++)
            {
                var (one, other) = (random.Next(4), random.Next(4));
                var reservation = store.Reserve([Charge($"k{one}"), Charge($"k{other}")], Start.AddMilliseconds(random.Next(9_000)));
                Assert.NotNull(reservation);
                if (random.Next(2) == 0)
                {
                    reservation.Release();
                }
                else
                {
                    counts[one]++;
                    counts[other]++;
                }
            }

            return counts;
        })));

        Assert.All(Enumerable.Range(0, 4), key => Assert.Equal(kept.Sum(counts => counts[key]), Sum(store, $"k{key}")));
    }

    [Fact]
    public async Task Reserve_KeysThatComeAndGoUnderTwentyThreads_NeverLoseALivingOne()
    {
        var store = new UsageStore(maxKeys: 60);
        using var gate = new Barrier(20);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(thread => Task.Run(() =>
        {
            gate.SignalAndWait();
            for (var i = 0; i < 2_000; i++)
            {
                var reservation = store.Reserve([Charge($"own{thread}"), Charge($"shared{i % 3}")], Start);
                Assert.NotNull(reservation);
                Assert.Equal(1m, Sum(store, $"own{thread}"));
                reservation.Release();
            }
        })));

        Assert.All(Enumerable.Range(0, 3), key => Assert.Equal(0m, Sum(store, $"shared{key}")));
    }

    [Theory]
    [InlineData(true, 0, 0)]
    [InlineData(false, 0, 1)]
    public void Release_OfAFailedCall_GivesBackWhatOnlySuccessUsesUp(bool neverEntered, int onSuccess, int always)
    {
        var store = new UsageStore();
        var reservation = store.Reserve([Charge("a") with { OnlyIfSucceeded = true }, Charge("b")], Start)!;

        if (neverEntered)
        {
            reservation.Release();
            reservation.Release();
        }
        else
        {
            reservation.ReleaseFailed();
        }

        Assert.Equal((onSuccess, always), ((int)Sum(store, "a"), (int)Sum(store, "b")));
    }

    [Fact]
    public void Release_AfterItsWindowIsGone_TakesNothingFromOthers()
    {
        var store = new UsageStore(maxKeys: 1);
        var old = store.Reserve([Charge("a")], Start)!;
        store.Reserve([Charge("b")], Start + Per);
        store.Reserve([Charge("a")], Start + Per + Per);

        old.Release();

        Assert.Equal(1m, store.Sum(new UsageKey("m", "a"), Per, Start + Per + Per));
    }

    private static UsageCharge Charge(string key) => new(new UsageKey("m", key), Per, 1, OnlyIfSucceeded: false);

    private static decimal Sum(UsageStore store, string key) => store.Sum(new UsageKey("m", key), Per, Start);
}
