using System.Collections;
using System.Diagnostics.CodeAnalysis;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Tests.Root;
using KernelGuard.Tools;
using Xunit;

namespace KernelGuard.Tests.Issues;

/// <summary>Defects reproduced in Agent Governance Toolkit for .NET 5.0.0, none of which may be ours.</summary>
public sealed class AgentGovernanceToolkitTests
{
    private const string Capped = """
        kernelguard: 1
        policy: capped
        rules:
          - { id: pay, tool: Pay, effect: allow }
          - { id: cap, tool: Pay, when: args.amount > 1000, effect: deny, code: cap }
        """;

    [Theory]
    [InlineData("args.amount == 500")]
    [InlineData("args.amount > -1")]
    [InlineData("args.kind in ['a','b']")]
    [InlineData("(args.amount == 500)")]
    [InlineData("args.amount > 1\t&& args.kind == 'a'")]
    [InlineData("!(args.amount != 500)")]
    [InlineData("args.amount >= 500.0 && args.amount <= 5e2")]
    [InlineData("args.kind == 'a' || args.kind == 'and'")]
    [InlineData("args.kind.startsWith('a')")]
    [InlineData("has(args.amount)")]
    [Trait("Requirement", "S2-03")]
    public async Task Condition_AwkwardlyWritten_StillDenies(string condition)
    {
        await using var kit = new TestGuard($"kernelguard: 1\npolicy: p\nrules:\n  - {{ id: a, tool: Pay, effect: allow }}\n"
            + $"  - id: d\n    tool: Pay\n    effect: deny\n    when: |\n      {condition}\n");

        Assert.Equal(GuardCodes.PolicyDenied, (await kit.CallAsync("Pay", """{"amount":500,"kind":"a"}""")).Refusal!.Code);
    }

    [Theory]
    [InlineData("amount == 500")]
    [InlineData("args.amount = 500")]
    [InlineData("args.amount == 500 and args.kind == 'a'")]
    [InlineData("args.amount ==")]
    [InlineData("args.amount > 1 args.amount < 2")]
    [InlineData("args.amount > '500' - 1")]
    [InlineData("1")]
    [InlineData("")]
    [Trait("Requirement", "S2-03")]
    public void Condition_ThatCannotBeParsed_IsALoadErrorAndNotARuleThatNeverMatches(string condition)
    {
        var result = Load($"kernelguard: 1\npolicy: p\nrules:\n  - {{ id: a, tool: Pay, effect: allow }}\n  - {{ id: d, tool: Pay, effect: deny, when: \"{condition}\" }}\n");

        Assert.True(result.HasErrors);
        Assert.Null(result.Set);
    }

    [Fact]
    [Trait("Requirement", "S2-03")]
    public void Policy_OfAnotherSystem_DoesNotLoadAsIfItWereOurs() => Assert.Null(Load("""
        apiVersion: governance.toolkit/v1
        name: readme
        default_action: allow
        rules:
          - { name: no-drop, condition: "action == 'drop'", action: deny, priority: 10 }
        """).Set);

    [Fact]
    [Trait("Requirement", "S1-08")]
    public async Task Arguments_OfADictionaryThatIsOnlyReadOnly_AreSeenByRules()
    {
        await using var kit = new TestGuard(Capped);

        Assert.Equal("cap", (await kit.CallAsync(new ToolCall("Pay", new OnlyReadOnly("amount", 5_000)))).Refusal!.Code);
    }

    [Theory]
    [InlineData("""{"Amount":1,"amount":5000}""")]
    [InlineData("""{"amount":5000,"Amount":1}""")]
    [InlineData("""{"amount":1,"AMOUNT":5000}""")]
    [Trait("Requirement", "S1-08")]
    public async Task Arguments_ThatDifferOnlyByCase_AreRefused(string arguments)
    {
        await using var kit = new TestGuard(Capped);

        Assert.Equal("ambiguous_argument", (await kit.CallAsync("Pay", arguments)).Refusal!.Code);
    }

    [Theory]
    [InlineData("log_only")]
    [InlineData("require_approval")]
    [InlineData("allow")]
    [Trait("Requirement", "S3-20")]
    public async Task Deny_BesideAnyOtherEffect_Denies(string effect)
    {
        await using var kit = new TestGuard($"kernelguard: 1\npolicy: p\nrules: [{{ id: o, tool: Pay, effect: {effect} }}, {{ id: d, tool: Pay, effect: deny }}, {{ id: x, tool: X, effect: allow }}]");

        Assert.Equal(GuardCodes.PolicyDenied, (await kit.CallAsAnnAsync("Pay")).Refusal!.Code);
    }

    [Theory]
    [InlineData("throttle")]
    [InlineData("rate_limit")]
    [InlineData("transform")]
    [InlineData("Deny")]
    [Trait("Requirement", "S2-03")]
    public void Effect_ThatDoesNotExistHere_IsALoadError(string effect) =>
        Assert.Null(Load($"kernelguard: 1\npolicy: p\nrules: [{{ id: a, tool: A, effect: allow }}, {{ id: r, tool: Pay, effect: {effect} }}]").Set);

    [Fact]
    [Trait("Requirement", "S5-12")]
    public async Task Arguments_NamedLikeFacts_ShadowNothing()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            rules:
              - { id: admins, tool: Pay, when: "'admin' in user.roles || user.id == 'root' || agent.id == 'boss'", effect: allow }
              - { id: trusted, tool: Pay, when: context.trust_score > 500 || tool.risk == 'low' || env.name == 'dev', effect: allow }
            """);

        var outcome = await kit.CallAsAnnAsync("Pay", """
            {"user":{"id":"root","roles":["admin"]},"user.roles":["admin"],"agent":{"id":"boss"},"context":{"trust_score":999},"trust_score":999,
             "tool":{"risk":"low"},"env":{"name":"dev"},"allowed_tools":["Pay"],"args":{"user":"root"}}
            """);

        Assert.Equal(GuardCodes.NoRule, outcome.Refusal!.Code);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [Trait("Requirement", "S2-36")]
    public async Task Numbers_UnderAnyCulture_MeanTheSame(string culture)
    {
        await using var kit = new TestGuard("kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: Pay, when: args.amount < 99.5, effect: allow }]");
        Cultures.Run(culture, () =>
        {
            Assert.False(kit.CallAsync("Pay", """{"amount":500}""").AsTask().GetAwaiter().GetResult().Executed);
            Assert.False(kit.CallAsync("Pay", """{"amount":"99,4"}""").AsTask().GetAwaiter().GetResult().Executed);
            Assert.True(kit.CallAsync("Pay", """{"amount":99.4}""").AsTask().GetAwaiter().GetResult().Executed);
        });
    }

    [Theory]
    [InlineData("""{"amount":"$5000"}""")]
    [InlineData("""{"amount":"5000"}""")]
    [InlineData("""{"amount":[5000]}""")]
    [InlineData("""{"amount":{"value":5000}}""")]
    [InlineData("""{"amount":true}""")]
    [InlineData("""{"amount":null}""")]
    [InlineData("{}")]
    [Trait("Requirement", "S1-08")]
    public async Task Deny_OverAValueOfAnotherType_IsNotMissed(string arguments)
    {
        await using var kit = new TestGuard(Capped);

        Assert.Equal(GuardCodes.RuleError, (await kit.CallAsync("Pay", arguments)).Refusal!.Code);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("\"false\"")]
    [InlineData("0")]
    [InlineData("\"yes\"")]
    [InlineData("[]")]
    [Trait("Requirement", "S1-08")]
    public async Task Permit_OnAFlag_TakesOnlyTrue(string value)
    {
        await using var kit = new TestGuard("kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: Pay, when: args.safe, effect: allow }]");

        Assert.False((await kit.CallAsync("Pay", $$"""{"safe":{{value}}}""")).Executed);
        Assert.True((await kit.CallAsync("Pay", """{"safe":true}""")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S1-25")]
    public async Task Documents_InAnyOrder_DecideAlike()
    {
        const string A = "kernelguard: 1\npolicy: a\nrules: [{ id: x, tool: X, effect: allow }, { id: y, tool: Y, effect: deny, code: no }]";
        const string B = "kernelguard: 1\npolicy: b\nrules: [{ id: y, tool: Y, effect: allow }]";
        await using var first = new TestGuard([A, B]);
        await using var second = new TestGuard([B, A]);

        Assert.Equal(first.Guard.PolicyDigest, second.Guard.PolicyDigest);
        foreach (var kit in new[] { first, second })
        {
            Assert.True((await kit.CallAsync("X")).Executed);
            Assert.Equal("no", (await kit.CallAsync("Y")).Refusal!.Code);
            Assert.Equal(GuardCodes.NoRule, (await kit.CallAsync("Z")).Refusal!.Code);
        }
    }

    [Theory]
    [InlineData("scope: global")]
    [InlineData("default_action: deny")]
    [InlineData("default: deny")]
    [InlineData("enabled: true")]
    [InlineData("kill_switch: on")]
    [Trait("Requirement", "S2-03")]
    public void Key_ThatMeansNothingHere_IsALoadError(string key) =>
        Assert.Null(Load($"kernelguard: 1\npolicy: p\n{key}\nrules: [{{ id: a, tool: A, effect: allow }}]").Set);

    [Fact]
    [Trait("Requirement", "S3-42")]
    public async Task Call_Made_IsJudgedOnce()
    {
        await using var kit = new TestGuard(Capped);

        await kit.CallAsync("Pay", """{"amount":1}""");

        Assert.Single(kit.Ledger.Records, r => r.Type == KernelGuard.Evidence.EvidenceRecordType.Decision);
    }

    [Fact]
    [Trait("Requirement", "S4-60")]
    public async Task Reload_WithTheSameNumberOfRules_PutsTheNewLimitInForce()
    {
        await using var kit = new TestGuard(Capped);
        Assert.True((await kit.CallAsync("Pay", """{"amount":900}""")).Executed);

        kit.Reload(Capped.Replace("1000", "100", StringComparison.Ordinal));

        Assert.Equal("cap", (await kit.CallAsync("Pay", """{"amount":900}""")).Refusal!.Code);
    }

    [Theory]
    [InlineData("s1:x", "a", "s1", "x:a")]
    [InlineData("s1\n1:a", "b", "s1", "a\n1:b")]
    [InlineData("s", "", "s", null)]
    [Trait("Requirement", "S2-15")]
    public async Task Approval_OfACallerThatJoinsToTheSameText_IsNotShared(string session, string agent, string otherSession, string? otherAgent)
    {
        await using var kit = new TestGuard("kernelguard: 1\npolicy: p\nrules: [{ id: h, tool: Pay, effect: require_approval }]");
        string? first, second;
        using (kit.Guard.BeginScope(session, agent.Length == 0 ? null : agent, "u"))
        {
            first = (await kit.CallAsync("Pay")).TicketId;
        }

        using (kit.Guard.BeginScope(otherSession, otherAgent ?? "x", "u"))
        {
            second = (await kit.CallAsync("Pay")).TicketId;
        }

        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("Delete_File", "c")]
    [InlineData("DELETE_FILE", "c")]
    [InlineData("delete_file ", "unknown_tool")]
    [InlineData(" delete_file", "unknown_tool")]
    [InlineData("delete_file\u200B", "unknown_tool")]
    [InlineData("dеlete_file", "unknown_tool")]
    [InlineData("delete-file", "unknown_tool")]
    [InlineData("delete_file\0", "unknown_tool")]
    [Trait("Requirement", "S1-15")]
    public async Task ToolName_ThatLooksAlmostAlike_DoesNotEvadeADeny(string name, string code)
    {
        await using var kit = new TestGuard(
            "kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: '*', effect: allow }, { id: d, tool: delete_file, effect: deny, code: c }]",
            options => options.Tools = [new ToolDescriptor("delete_file"), new ToolDescriptor("read_file")]);

        Assert.Equal(code, (await kit.CallAsync(name)).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "S2-03")]
    public async Task Arguments_ThatThrowWhenRead_AreRefusedAndDoNotReachTheCaller()
    {
        await using var kit = new TestGuard("kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: '*', effect: allow }]");

        var outcome = await kit.CallAsync(new ToolCall("Pay", new Dictionary<string, object?> { ["items"] = Throwing() }));

        Assert.Equal(("malformed_arguments", 0), (outcome.Refusal!.Code, kit.Tool.Count));
    }

    private static PolicyLoadResult Load(string text) => PolicyLoader.Load([new PolicySource("policy.yaml", text)]);

    private static IEnumerable<int> Throwing()
    {
        yield return 1;
        throw new InvalidOperationException("no more");
    }

    private sealed class OnlyReadOnly(string key, object? value) : IReadOnlyDictionary<string, object?>
    {
        public int Count => 1;

        public IEnumerable<string> Keys => [key];

        public IEnumerable<object?> Values => [value];

        public object? this[string name] => name == key ? value : throw new KeyNotFoundException();

        public bool ContainsKey(string name) => name == key;

        public bool TryGetValue(string name, [MaybeNullWhen(false)] out object? found)
        {
            found = name == key ? value : null;
            return name == key;
        }

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return new(key, value);
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
