using FsCheck;
using FsCheck.Fluent;
using KernelGuard.State;
using Xunit;

namespace KernelGuard.Tests.State;

public sealed class UsageWindowTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Per = TimeSpan.FromSeconds(10);

    [Fact]
    [Trait("Requirement", "S4-24")]
    public void Sum_AnyAddsReleasesAndTimes_IsThatOfTheNaiveModel() =>
        Prop.ForAll(
            (from what in Gen.Elements("add", "add", "add", "release", "look")
             from second in Gen.Choose(-5, 40)
             from cents in Gen.Choose(0, 1_000)
             select (what, second, cents)).ArrayOf().ToArbitrary(),
            steps =>
            {
                var (window, naive) = (new UsageWindow(), new NaiveWindow());
                foreach (var (what, second, cents) in steps)
                {
                    var (now, amount) = (Start.AddSeconds(second), cents / 100m);
                    if (what == "add")
                    {
                        naive.Add(now, amount, window.Add(Per, now, amount));
                    }
                    else if (what == "release" && naive.Entries.Count > 0)
                    {
                        window.Remove(naive.Release(cents));
                    }

                    if (window.Sum(Per, now) != naive.Sum(now))
                    {
                        return false;
                    }
                }

                return true;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    [Trait("Requirement", "S4-24")]
    public async Task Sum_TwentyThreadsWithRandomTimesAndReleases_LosesNothing()
    {
        var window = new UsageWindow();
        using var gate = new Barrier(20);

        var kept = await Task.WhenAll(Enumerable.Range(0, 20).Select(seed => Task.Run(() =>
        {
            var random = new System.Random(seed);
            var sum = 0m;
            gate.SignalAndWait();
            for (var i = 0; i < 2_000; i++)
            {
                var (now, amount) = (Start.AddMilliseconds(random.Next(9_000)), random.Next(1_000) / 100m);
                var added = window.Add(Per, now, amount);
                if (random.Next(3) == 0)
                {
                    window.Remove(added);
                    window.Remove(added);
                }
                else
                {
                    sum += amount;
                }

                window.Sum(Per, now);
                window.TimeOfRelief(Per, now, amount);
            }

            return sum;
        })));

        Assert.Equal(kept.Sum(), window.Sum(Per, Start));
        Assert.Equal(0, window.Sum(Per, Start.AddMinutes(1)));
    }

    [Fact]
    public void Sum_AMillionEntries_IsExactAndLeavesNothingBehind()
    {
        var window = new UsageWindow();
        for (var i = 0; i < 1_000_000; i++)
        {
            window.Add(Per, Start.AddTicks(i), 0.1m);
        }

        Assert.Equal(100_000m, window.Sum(Per, Start.AddTicks(999_999)));
        Assert.Equal(Start.AddTicks(499_999) + Per, window.TimeOfRelief(Per, Start.AddTicks(999_999), 50_000m));
        Assert.Equal(50_000m, window.Sum(Per, Start.AddTicks(499_999) + Per));
        Assert.False(window.IsEmpty(Start.AddTicks(999_998) + Per));
        Assert.True(window.IsEmpty(Start.AddTicks(999_999) + Per));
    }

    [Fact]
    public void Sum_OfAShorterWindow_ReadsOnlyItsPart_AndWhatLeftDoesNotComeBack()
    {
        var window = new UsageWindow();
        window.Add(Per, Start, 1);
        window.Add(Per, Start.AddSeconds(5), 2);

        Assert.Equal((3m, 2m, 0m), (window.Sum(Per, Start.AddSeconds(5)), window.Sum(Per / 2, Start.AddSeconds(5)), window.Sum(Per / 2, Start.AddSeconds(10))));
        Assert.Equal(2m, window.Sum(Per, Start.AddSeconds(5)));
    }

    /// <summary>A list that is searched from end to end each time. What has left the window does not come back.</summary>
    private sealed class NaiveWindow
    {
        public List<(DateTimeOffset Time, decimal Amount, LinkedListNode<(DateTimeOffset, decimal)> Added)> Entries { get; } = [];

        public void Add(DateTimeOffset now, decimal amount, LinkedListNode<(DateTimeOffset, decimal)> added)
        {
            var time = Forget(now);
            Entries.Add((time, amount, added));
        }

        public LinkedListNode<(DateTimeOffset, decimal)> Release(int which)
        {
            var entry = Entries[which % Entries.Count];
            Entries.Remove(entry);
            return entry.Added;
        }

        public decimal Sum(DateTimeOffset now)
        {
            Forget(now);
            return Entries.Sum(entry => entry.Amount);
        }

        private DateTimeOffset Forget(DateTimeOffset now)
        {
            var time = Entries.Select(entry => entry.Time).Append(now).Max();
            Entries.RemoveAll(entry => entry.Time + Per <= time);
            return time;
        }
    }
}
