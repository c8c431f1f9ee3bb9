using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.State;
using Xunit;

namespace KernelGuard.Tests.State;

public sealed class CallHistoryTests
{
    private readonly DecisionIdSource _ids = DecisionIdSource.Sequential();

    [Fact]
    [Trait("Requirement", "S3-17")]
    public void Read_IdenticalCallsRefused_CountsThemAsAttempts()
    {
        var history = new CallHistory();
        history.Add(Request("s", "A", 1), DecisionStatus.Denied);
        history.Add(Request("s", "A", 1), DecisionStatus.Denied);
        history.Add(Request("s", "A", 2), DecisionStatus.Denied);

        Assert.Equal(new SessionFacts(Calls: 3, Denials: 3, Attempts: 2, RefusalsInARow: 3), history.Read(Request("s", "A", 1), []));
        Assert.Equal(0, history.Read(Request("s", "B", 1), []).Attempts);
    }

    [Fact]
    public void Add_PendingCall_NeitherCountsAsRefusalNorEndsARow()
    {
        var history = new CallHistory();
        history.Add(Request("s", "A", 1), DecisionStatus.Denied);
        history.Add(Request("s", "B", 1), DecisionStatus.ApprovalPending);

        Assert.Equal(new SessionFacts(Calls: 2, Denials: 1, Attempts: 0, RefusalsInARow: 1), history.Read(Request("s", "C", 1), []));
    }

    [Fact]
    [Trait("Requirement", "S3-15")]
    public void Read_APermittedCall_EndsTheRowButNotTheCount()
    {
        var history = new CallHistory();
        history.Add(Request("s", "A", 1), DecisionStatus.Denied);
        history.Add(Request("s", "B", 1), DecisionStatus.Permitted);

        Assert.Equal(new SessionFacts(Calls: 2, Denials: 1, Attempts: 1, RefusalsInARow: 0), history.Read(Request("s", "A", 1), []));
    }

    [Fact]
    [Trait("Requirement", "S3-15")]
    public void Read_AnotherSessionOrNone_KnowsNothing()
    {
        var history = new CallHistory();
        history.Add(Request("s", "A", 1), DecisionStatus.Denied);
        history.Add(Request(null, "A", 1), DecisionStatus.Denied);

        Assert.Equal(default, history.Read(Request("t", "A", 1), []));
        Assert.Equal(default, history.Read(Request(null, "A", 1), []));
    }

    [Fact]
    [Trait("Requirement", "S3-15")]
    public void Add_MoreSessionsThanFit_ForgetsTheLongestUnused()
    {
        var history = new CallHistory(maxSessions: 10);
        for (var i = 0; i < 30; i++)
        {
            history.Add(Request($"s{i}", "A", 1), DecisionStatus.Denied);
        }

        Assert.Equal(0, history.Read(Request("s0", "A", 1), []).Calls);
        Assert.Equal(1, history.Read(Request("s29", "A", 1), []).Calls);
    }

    [Fact]
    [Trait("Requirement", "S4-24")]
    public async Task Add_FromManyThreads_LosesNothing()
    {
        var history = new CallHistory();
        var calls = Enumerable.Range(0, 1_000).Select(i => Request("s", "A", i % 10)).ToList();

        await Parallel.ForEachAsync(calls, TestContext.Current.CancellationToken, (call, _) =>
        {
            history.Add(call, DecisionStatus.Denied);
            return ValueTask.CompletedTask;
        });

        Assert.Equal(new SessionFacts(1_000, 1_000, 100, 1_000), history.Read(Request("s", "A", 3), []));
    }

    [Fact]
    public void Read_ASessionThatIsNotKnown_LeavesNothingBehind()
    {
        var history = new CallHistory();

        Assert.Equal(["pii"], history.Read(Request("s", "A", 1, followsToolResults: true), ["pii"]).Labels);
        Assert.Empty(history.Read(Request("s", "A", 1), ["pii"]).Labels);
        Assert.False(history.Unmark("s", "pii"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Meet_ASessionForgottenDuringItsCall_CarriesEveryLabelOnceItHoldsResults(bool marksAfterwards)
    {
        var history = new CallHistory(maxSessions: 10);
        history.Meet(Request("s", "Fetch", 1), ["pii", "untrusted"]);
        history.Mark("s", ["untrusted"]);
        Crowd(history);
        if (marksAfterwards)
        {
            history.Mark("s", []);
        }

        history.Add(Request("s", "Fetch", 1), DecisionStatus.Permitted);

        Assert.Equal(["pii", "untrusted"], history.Meet(Request("s", "Mail", 1, followsToolResults: true), ["pii", "untrusted"]).Labels);
        Assert.True(history.Unmark("s", "pii"));
        Assert.Equal(["untrusted"], history.Meet(Request("s", "Mail", 1, followsToolResults: true), ["pii", "untrusted"]).Labels);
    }

    [Fact]
    public void Meet_ASessionThatWasNeverForgotten_CarriesOnlyItsOwnLabels()
    {
        var history = new CallHistory();
        history.Meet(Request("s", "Fetch", 1), ["pii", "untrusted"]);
        history.Mark("s", ["untrusted"]);
        history.Add(Request("s", "Fetch", 1), DecisionStatus.Permitted);

        Assert.Equal(["untrusted"], history.Meet(Request("s", "Mail", 1, followsToolResults: true), ["pii", "untrusted"]).Labels);
    }

    [Fact]
    [Trait("Requirement", "S4-24")]
    public async Task Change_ManySessionsFromManyThreads_NeverThrowsAndLosesNoLabel()
    {
        var history = new CallHistory(maxSessions: 100);
        var lost = 0;

        await Parallel.ForAsync(0, 20_000, TestContext.Current.CancellationToken, (i, _) =>
        {
            var session = $"s{i}";
            history.Meet(Request(session, "Fetch", 1), ["untrusted"]);
            history.Mark(session, ["untrusted"]);
            history.Add(Request(session, "Fetch", 1), DecisionStatus.Permitted);
            var labels = history.Meet(Request(session, "Mail", 1, followsToolResults: true), ["untrusted"]).Labels;
            Interlocked.Add(ref lost, labels.Count == 1 ? 0 : 1);
            return ValueTask.CompletedTask;
        });

        Assert.Equal(0, lost);
    }

    private void Crowd(CallHistory history)
    {
        for (var i = 0; i < 30; i++)
        {
            history.Meet(Request($"other{i}", "A", 1), []);
        }
    }

    private ToolCallRequest Request(string? session, string tool, int argument, bool followsToolResults = false) => new(
        _ids.NextId(DateTimeOffset.UnixEpoch),
        DateTimeOffset.UnixEpoch,
        new ToolFacts(tool),
        FrozenObject.From(new Dictionary<string, object?> { ["x"] = argument }),
        new Caller(session, null, null)) { FollowsToolResults = followsToolResults };
}
