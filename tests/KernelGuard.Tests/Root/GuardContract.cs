using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Evidence;
using Xunit;

namespace KernelGuard.Tests.Root;

/// <summary>What holds on every way to a tool. Each adapter has a subclass that makes calls its own way.</summary>
public abstract class GuardContract : IAsyncDisposable
{
    private const string Policy = """
        kernelguard: 1
        policy: contract
        rules:
          - { id: reads, tool: Read, effect: allow }
          - { id: flagged, tool: Flag, effect: log_only }
          - { id: small, tool: Pay, when: args.amount < 100.0, effect: allow }
          - { id: medium, tool: Pay, when: args.amount >= 100.0 && args.amount <= 500.0, effect: require_approval }
          - { id: large, tool: Pay, when: args.amount > 500.0, effect: deny, code: over_cap, reason: Too much., next_step: Offer 500. }
          - { id: broken, tool: Broken, when: args.absent == 1, effect: deny }
          - { id: broken-permit, tool: Broken, effect: allow }
          - { id: mine, tool: Whoami, when: agent.id == args.agent && user.id == args.user && session.id == args.session, effect: allow }
        """;

    private static readonly Reviewer Lead = new("lee");

    private readonly SpyTool _tool = new();
    private readonly CallbackLedger _ledger = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _ledger.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Calls a tool the adapter's way.</summary>
    /// <param name="guard">The guard.</param>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="run">What the tool does.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What the model gets: the tool's result, or the refusal as JSON text.</returns>
    protected abstract ValueTask<object?> CallAsync(
        ToolCallGuard guard,
        string tool,
        IReadOnlyDictionary<string, object?> arguments,
        Func<FrozenObject, CancellationToken, ValueTask<object?>> run,
        CancellationToken cancellationToken);

    [Fact]
    [Trait("Requirement", "S1-02")]
    [Trait("Requirement", "S5-23")]
    public async Task Call_Permitted_EntersOnceWithTheArgumentsAndReturnsTheResult()
    {
        await using var guard = CreateGuard();

        var result = await CallAsync(guard, "Pay", Amount(99.99));

        Assert.Equal("ran", result);
        Assert.Equal(99.99, Assert.Single(_tool.Entries)["amount"]);
    }

    [Theory]
    [InlineData("Pay", 500.01, "denied", "over_cap")]
    [InlineData("Pay", 5_000, "denied", "over_cap")]
    [InlineData("Pay", 100, "approval_pending", "approval_required")]
    [InlineData("Nothing", 1, "denied", "no_rule")]
    [InlineData("Broken", 1, "guard_error", "rule_error")]
    [Trait("Requirement", "S1-03")]
    [Trait("Requirement", "S1-04")]
    [Trait("Requirement", "S1-25")]
    [Trait("Requirement", "S2-03")]
    [Trait("Requirement", "S5-30")]
    public async Task Call_NotPermitted_NeverEntersAndSaysSo(string tool, double amount, string status, string code)
    {
        await using var guard = CreateGuard();

        var refusal = Refusal(await CallAsync(guard, tool, Amount(amount)));

        Assert.Equal(0, _tool.Count);
        Assert.Equal((status, code, false), ((string)refusal["status"]!, (string)refusal["code"]!, (bool)refusal["executed"]!));
    }

    [Fact]
    [Trait("Requirement", "S1-04")]
    public async Task Call_Approved_EntersExactlyOnce()
    {
        await using var guard = CreateGuard();
        var ticket = (string)Refusal(await CallAsync(guard, "Pay", Amount(250)))["ticket"]!;
        Assert.Equal(AnswerResult.Approved, await guard.Approvals.ApproveAsync(ticket, Lead, cancellationToken: Cancellation));

        var second = await CallAsync(guard, "Pay", Amount(250));
        var third = Refusal(await CallAsync(guard, "Pay", Amount(250)));

        Assert.Equal("ran", second);
        Assert.Equal("approval_pending", (string)third["status"]!);
        Assert.Equal(1, _tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S1-04")]
    public async Task Call_HundredParallelClaimsOfOneApproval_ExactlyOneEnters()
    {
        await using var guard = CreateGuard();
        var ticket = (string)Refusal(await CallAsync(guard, "Pay", Amount(250)))["ticket"]!;
        await guard.Approvals.ApproveAsync(ticket, Lead, cancellationToken: Cancellation);

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () => await CallAsync(guard, "Pay", Amount(250)), Cancellation)));

        Assert.Equal(1, _tool.Count);
        Assert.Single(results, "ran");
    }

    [Fact]
    [Trait("Requirement", "S1-05")]
    public async Task Call_LogOnly_RunsAndIsMarked()
    {
        await using var guard = CreateGuard();

        Assert.Equal("ran", await CallAsync(guard, "Flag", Amount(1)));

        Assert.Equal("log_only", (string)Decisions().Single()["effect"]!);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(250)]
    [InlineData(5_000)]
    [Trait("Requirement", "S1-01")]
    [Trait("Requirement", "S1-19")]
    public async Task Call_AnyDecision_IsRecordedBeforeTheToolIsEntered(double amount)
    {
        var entriesAtDecision = new List<int>();
        _ledger.Before = async (record, _) =>
        {
            await Task.Yield();
            if (record.Type == EvidenceRecordType.Decision)
            {
                entriesAtDecision.Add(_tool.Count);
            }
        };
        await using var guard = CreateGuard();

        await CallAsync(guard, "Pay", Amount(amount));

        Assert.Equal([0], entriesAtDecision);
        Assert.Equal([EvidenceRecordType.Decision, EvidenceRecordType.Outcome], _ledger.Records.Select(r => r.Type));
        Assert.Equal(_ledger.Records[0].DecisionId, _ledger.Records[1].DecisionId);
    }

    [Fact]
    [Trait("Requirement", "S2-03")]
    [Trait("Requirement", "S2-18")]
    public async Task Call_DecisionCannotBeRecorded_NeverEnters()
    {
        _ledger.Before = (_, _) => throw new IOException("disk full");
        await using var guard = CreateGuard();

        var refusal = Refusal(await CallAsync(guard, "Read", Amount(1)));

        Assert.Equal(("guard_error", "evidence_unavailable"), ((string)refusal["status"]!, (string)refusal["code"]!));
        Assert.Equal(0, _tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S2-18")]
    public async Task Call_OutcomeCannotBeRecorded_KeepsTheResult()
    {
        _ledger.Before = (record, _) => record.Type == EvidenceRecordType.Outcome ? throw new IOException("disk full") : ValueTask.CompletedTask;
        await using var guard = CreateGuard();

        Assert.Equal("ran", await CallAsync(guard, "Read", Amount(1)));
    }

    [Fact]
    [Trait("Requirement", "S5-13")]
    public async Task Call_ArgumentsChangedWhileTheDecisionIsRecorded_ToolGetsWhatWasJudged()
    {
        var list = new List<object?> { 1 };
        var arguments = new Dictionary<string, object?> { ["amount"] = 10, ["list"] = list };
        _ledger.Before = (_, _) =>
        {
            arguments["amount"] = 99_999;
            arguments["more"] = true;
            list.Add(2);
            return ValueTask.CompletedTask;
        };
        await using var guard = CreateGuard();

        await CallAsync(guard, "Pay", arguments);

        var entry = Assert.Single(_tool.Entries);
        Assert.Equal(10L, entry["amount"]);
        Assert.Equal(2, entry.Count);
        Assert.Single(Assert.IsType<FrozenList>(entry["list"]));
    }

    [Fact]
    [Trait("Requirement", "S5-13")]
    public async Task Call_CancelledBefore_NeverEnters()
    {
        await using var guard = CreateGuard();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await CallAsync(guard, "Read", Amount(1), _tool.RunAsync, new CancellationToken(canceled: true)));

        Assert.Equal(0, _tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S5-13")]
    public async Task Call_CancelledWhileTheDecisionIsRecorded_NeverEnters()
    {
        using var source = new CancellationTokenSource();
        _ledger.Before = (_, _) =>
        {
            source.Cancel();
            return ValueTask.CompletedTask;
        };
        await using var guard = CreateGuard();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await CallAsync(guard, "Read", Amount(1), _tool.RunAsync, source.Token));

        Assert.Equal(0, _tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S5-13")]
    public async Task Call_CancelledWithAnApprovedTicket_KeepsTheTicket()
    {
        await using var guard = CreateGuard();
        var ticket = (string)Refusal(await CallAsync(guard, "Pay", Amount(250)))["ticket"]!;
        await guard.Approvals.ApproveAsync(ticket, Lead, cancellationToken: Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await CallAsync(guard, "Pay", Amount(250), _tool.RunAsync, new CancellationToken(canceled: true)));

        Assert.Equal("ran", await CallAsync(guard, "Pay", Amount(250)));
    }

    [Fact]
    [Trait("Requirement", "S3-42")]
    public async Task Call_ToolThrows_RecordsTheFailureAndThrowsItOn()
    {
        await using var guard = CreateGuard();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await CallAsync(guard, "Read", Amount(1), (_, _) => throw new InvalidOperationException("the tool is broken"), Cancellation));

        Assert.Equal("the tool is broken", thrown.Message);
        var outcome = _ledger.Records.Single(r => r.Type == EvidenceRecordType.Outcome).Text();
        Assert.Contains("\"failed\"", outcome, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S3-42")]
    [Trait("Requirement", "S4-24")]
    public async Task Call_ThousandInParallel_EachHasOneDecisionAndOneOutcome()
    {
        await using var guard = CreateGuard();

        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => Task.Run(async () => await CallAsync(guard, i % 2 == 0 ? "Read" : "Nothing", Amount(i)), Cancellation)));

        Assert.Equal(500, _tool.Count);
        var byId = _ledger.Records.GroupBy(r => r.DecisionId).ToList();
        Assert.Equal(1_000, byId.Count);
        Assert.All(byId, records => Assert.Equal([EvidenceRecordType.Decision, EvidenceRecordType.Outcome], records.Select(r => r.Type)));
    }

    [Fact]
    [Trait("Requirement", "S5-12")]
    public async Task Call_ParallelScopes_DoNotMix()
    {
        await using var guard = CreateGuard();
        var results = new ConcurrentBag<object?>();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(
            async () =>
            {
                using var scope = guard.BeginScope($"s{i}", $"a{i}", $"u{i}");
                await Task.Yield();
                results.Add(await CallAsync(guard, "Whoami", Identity($"s{i}", $"a{i}", $"u{i}")));
            },
            Cancellation)));

        Assert.Equal(50, results.Count(r => r is "ran"));
    }

    [Fact]
    [Trait("Requirement", "S5-12")]
    public async Task Call_InnerScope_KeepsTheOuterSessionAndUser()
    {
        await using var guard = CreateGuard();
        using var outer = guard.BeginScope("s", "a", "u");
        using (guard.BeginScope("other", "inner", "mallory"))
        {
            Assert.Equal("ran", await CallAsync(guard, "Whoami", Identity("s", "inner", "u")));
        }

        using (guard.BeginScope("other", "inner", "maria", handoff: true))
        {
            Assert.Equal("ran", await CallAsync(guard, "Whoami", Identity("other", "inner", "maria")));
        }

        Assert.Equal("ran", await CallAsync(guard, "Whoami", Identity("s", "a", "u")));
    }

    [Fact]
    [Trait("Requirement", "S5-12")]
    public async Task Call_AfterTheScopeEnded_NeverEnters()
    {
        await using var guard = CreateGuard();
        var scope = guard.BeginScope("s", "a", "u");
        var resume = new TaskCompletionSource();
        var call = Task.Run(
            async () =>
            {
                await resume.Task;
                return await CallAsync(guard, "Read", Amount(1));
            },
            Cancellation);

        scope.Dispose();
        resume.SetResult();

        Assert.Equal("scope_ended", (string)Refusal(await call)["code"]!);
        Assert.Equal(0, _tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S5-12")]
    public async Task Call_IdentityInArguments_IsIgnored()
    {
        await using var guard = CreateGuard();
        using var scope = guard.BeginScope("s", "a", "u");

        var refusal = Refusal(await CallAsync(guard, "Whoami", Identity("s", "admin", "root")));

        Assert.Equal("no_rule", (string)refusal["code"]!);
    }

    [Fact]
    [Trait("Requirement", "S1-20")]
    public async Task Call_NoLoggerNoTraceNoDurableLedger_StillRefuses()
    {
        await using var guard = CreateGuard(options => options.Evidence.Use(new MemoryLedger(capacity: 1)));

        Assert.Equal("over_cap", (string)Refusal(await CallAsync(guard, "Pay", Amount(900)))["code"]!);
        Assert.Equal(0, _tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S5-17")]
    [Trait("Requirement", "S5-19")]
    public async Task Call_AfterTenThousandTurns_IsJudgedAsAtFirst()
    {
        await using var guard = CreateGuard(options => options.Evidence.Use(new MemoryLedger()));
        using var scope = guard.BeginScope("s", "a", "u");
        for (var turn = 0; turn < 10_000; turn++)
        {
            await CallAsync(guard, "Read", Amount(turn));
        }

        Assert.Equal("over_cap", (string)Refusal(await CallAsync(guard, "Pay", Amount(900)))["code"]!);
        Assert.Equal("ran", await CallAsync(guard, "Pay", Amount(80)));
    }

    private static Dictionary<string, object?> Amount(double amount) => new() { ["amount"] = amount };

    private static Dictionary<string, object?> Identity(string session, string agent, string user) =>
        new() { ["session"] = session, ["agent"] = agent, ["user"] = user };

    private static JsonObject Refusal(object? result) => JsonNode.Parse(Assert.IsType<string>(result))!.AsObject();

    private IEnumerable<JsonObject> Decisions() => _ledger.Records.Where(r => r.Type == EvidenceRecordType.Decision).Select(r => r.Json());

    private ValueTask<object?> CallAsync(ToolCallGuard guard, string tool, IReadOnlyDictionary<string, object?> arguments) =>
        CallAsync(guard, tool, arguments, _tool.RunAsync, Cancellation);

    private ToolCallGuard CreateGuard(Action<GuardOptions>? configure = null)
    {
        using var folder = new PolicyFolder(Policy);
        return ToolCallGuard.Create(folder.Path, options =>
        {
            options.DefaultCaller = new Caller("default", "bot", "ann");
            options.Evidence.Use(_ledger);
            configure?.Invoke(options);
        });
    }
}
