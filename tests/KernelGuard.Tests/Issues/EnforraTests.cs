using KernelGuard.Approvals;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Evidence;
using KernelGuard.Policies;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Issues;

/// <summary>Defects reproduced in Enforra, none of which may be ours. Those of its log are in the tests of Evidence.</summary>
public sealed class EnforraTests
{
    private const string DenyOver500 = """
        kernelguard: 1
        policy: over-500
        rules:
          - { id: everything, tool: "*", effect: allow }
          - { id: over, tool: Pay, when: args.amount > 500, effect: deny, code: over }
        """;

    [Fact]
    [Trait("Requirement", "S2-15")]
    public async Task Hash_OfNestedKeysNamedHash_IsNotIgnored()
    {
        await using var kit = new TestGuard("kernelguard: 1\npolicy: p\nrules: [{ id: h, tool: Pay, effect: require_approval }]");
        var ticket = (await kit.CallAsAnnAsync("Pay", """{"to":{"hash":"a","prev_hash":"b"}}""")).TicketId!;
        await kit.Guard.Approvals.ApproveAsync(ticket, new Reviewer("lee"), cancellationToken: TestGuard.Cancellation);

        var other = await kit.CallAsAnnAsync("Pay", """{"to":{"hash":"X","prev_hash":"b"}}""");

        Assert.Equal(DecisionStatus.ApprovalPending, other.Status);
        var hashes = kit.Ledger.Records.Where(r => r.Type == EvidenceRecordType.Decision).Select(r => (string)r.Json()["input_hash"]!).Distinct();
        Assert.Equal(2, hashes.Count());
    }

    [Fact]
    [Trait("Requirement", "S4-24")]
    public async Task Ledger_TwentyConcurrentCalls_RecordsAllOfThem()
    {
        await using var kit = new TestGuard(DenyOver500);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => kit.CallAsync("Pay", $$"""{"amount":{{i}}}""").AsTask())));

        Assert.Equal(40, kit.Ledger.Records.Count);
    }

    [Fact]
    [Trait("Requirement", "S5-13")]
    public async Task Arguments_ChangedDuringTheAuditAwait_ReachTheToolAsJudged()
    {
        await using var kit = new TestGuard(DenyOver500);
        var arguments = new Dictionary<string, object?> { ["amount"] = 10 };
        kit.Ledger.Before = async (_, _) =>
        {
            await Task.Yield();
            arguments["amount"] = 99_999;
        };

        await kit.CallAsync(new ToolCall("Pay", arguments));

        Assert.Equal(10L, Assert.Single(kit.Tool.Entries)["amount"]);
    }

    [Theory]
    [InlineData("""{"amount":1000}""", "over")]
    [InlineData("""{"amount":"1000"}""", GuardCodes.RuleError)]
    [InlineData("""{"Amount":1000}""", "over")]
    [InlineData("""{"amount":null}""", GuardCodes.RuleError)]
    [InlineData("{}", GuardCodes.RuleError)]
    [Trait("Requirement", "S1-08")]
    public async Task Deny_UnderAWidePermit_IsNotMissed(string arguments, string code)
    {
        await using var kit = new TestGuard(DenyOver500);

        Assert.Equal(code, (await kit.CallAsync("Pay", arguments)).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "S3-18")]
    public async Task Deny_OnAnEnvironmentThatNobodyNamed_Refuses()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            rules:
              - { id: everything, tool: "*", effect: allow }
              - { id: production, tool: database.delete_rows, when: env.name == "production", effect: deny }
            """);

        foreach (var environment in new Dictionary<string, object?>?[] { null, [], new() { ["name"] = null }, new() { ["name"] = "production" } })
        {
            var outcome = await kit.CallAsync(new ToolCall("database.delete_rows") { Environment = environment });
            Assert.Equal(environment is not { Count: 1 } || environment["name"] is not null, !outcome.Executed);
        }
    }

    [Theory]
    [InlineData("/safe/../etc/shadow")]
    [InlineData("/safe//x")]
    [InlineData("/safe/%2e%2e/x")]
    [InlineData("/safex/y")]
    [Trait("Requirement", "S2-12")]
    public async Task Path_ThatOnlyStartsRight_IsNotPermitted(string path)
    {
        await using var kit = new TestGuard(
            "kernelguard: 1\npolicy: p\nrules: [{ id: s, tool: Read, when: 'args.path.matches(\"^/safe(/[a-z]+)+$\")', effect: allow }]");

        Assert.False((await kit.CallAsync(new ToolCall("Read", new Dictionary<string, object?> { ["path"] = path }))).Executed);
        Assert.True((await kit.CallAsync("Read", """{"path":"/safe/x"}""")).Executed);
    }

    [Theory]
    [InlineData("x@example.com.evil.io")]
    [InlineData("x@example.com\n@evil.io")]
    [InlineData("x@evil.io?@example.com ")]
    [InlineData("X@EXAMPLE.COM\u200b")]
    [Trait("Requirement", "S2-12")]
    public async Task Address_ThatOnlyContainsTheDomain_IsNotPermitted(string address)
    {
        await using var kit = new TestGuard(
            "kernelguard: 1\npolicy: p\nrules: [{ id: s, tool: Mail, when: 'args.to.matches(\"^[a-z]+@example[.]com$\")', effect: allow }]");

        Assert.False((await kit.CallAsync(new ToolCall("Mail", new Dictionary<string, object?> { ["to"] = address }))).Executed);
    }

    [Fact]
    [Trait("Requirement", "S5-12")]
    public void Permit_OnAnArgumentThatClaimsApproval_IsReported()
    {
        var result = PolicyLoader.Load([new PolicySource("p.yaml", "kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: Pay, when: args.approved == true, effect: allow }]")]);

        Assert.Equal(DiagnosticCodes.IdentityArgument, Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    [Trait("Requirement", "S2-05")]
    [Trait("Requirement", "S2-16")]
    [Trait("Requirement", "S2-17")]
    [Trait("Requirement", "S3-40")]
    public async Task Records_OfACall_NamePolicyTraceCallAndOutput()
    {
        await using var kit = new TestGuard(DenyOver500);

        var outcome = await kit.CallAsync(new ToolCall("Pay", new Dictionary<string, object?> { ["amount"] = 1 }) { CallId = "call_1" });

        var (decision, result) = (kit.Ledger.Records[0].Json(), kit.Ledger.Records[1].Json());
        Assert.Equal(kit.Guard.PolicyDigest, (string)decision["policy_digest"]!);
        Assert.Equal("call_1", (string)decision["call_id"]!);
        Assert.Equal(32, ((string)decision["trace_id"]!).Length);
        Assert.Equal((string)decision["trace_id"]!, (string)result["trace_id"]!);
        Assert.Equal(outcome.Decision.Id.ToString(), (string)result["decision_id"]!);
        Assert.StartsWith("sha256:", (string)result["output_hash"]!, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S5-28")]
    public async Task Arguments_ThatContainThemselves_AreRefusedAndDoNotCrash()
    {
        await using var kit = new TestGuard(DenyOver500);
        var cyclic = new Dictionary<string, object?> { ["amount"] = 1 };
        cyclic["self"] = new List<object?> { cyclic };

        Assert.Equal("cyclic_arguments", (await kit.CallAsync(new ToolCall("Pay", cyclic))).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "S2-03")]
    public async Task Policies_None_AreAnErrorAndNotASilentPermit()
    {
        using var empty = new PolicyFolder();

        Assert.Throws<PolicyLoadException>(() => ToolCallGuard.Create(empty.Path));
        Assert.Throws<PolicyLoadException>(() => ToolCallGuard.Create(Path.Combine(empty.Path, "missing")));
        await using var kit = new TestGuard(DenyOver500);
        Assert.True((await kit.CallAsync("Anything")).Executed);
    }
}
