using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Rules;
using Xunit;

namespace KernelGuard.Tests.Policies;

public sealed class PolicySetTests
{
    [Fact]
    public void Load_RuleWithEverything_IsCarriedOver()
    {
        var set = PolicyText.LoadSet(
            """
            kernelguard: 1
            policy: p
            vars: { amount: double(args.amount), twice: vars.amount * 2.0 }
            rules:
              - id: r
                tool: [Refunds.*, Money]
                when: vars.twice > 5.0
                effect: deny
                code: too_much
                reason: More than {vars.amount}.
                disclose: reason
                next_step: Ask.
                alternatives: [{ tool: T, why: w }, { tool: U }]
              - { id: s, tool: X, effect: allow }
            """);

        var rule = set.Rules[0];
        Assert.Equal(new RuleReference("p", "r", Effect.Deny, GuardMode.Enforce), rule.Reference);
        Assert.Equal(["Refunds.*", "Money"], rule.Tools.Select(t => t.Text));
        Assert.Equal("vars.twice > 5.0", rule.Condition?.Source);
        Assert.Equal(["amount", "twice"], rule.Scope.Names);
        Assert.Equal(("too_much", Disclosure.Reason, "Ask."), (rule.Code, rule.Disclose, rule.NextStep));
        Assert.Equal(["More than ", "."], rule.Reason!.Texts);
        Assert.Equal([new Alternative("T", "w"), new Alternative("U")], rule.Alternatives);
        Assert.Null(rule.Approval);
    }

    [Fact]
    public void Load_RuleWithLittle_HasDefaults()
    {
        var rule = PolicyText.LoadRules("id: r, tool: X, effect: require_approval").Rules[0];

        Assert.Null(rule.Condition);
        Assert.Null(rule.Code);
        Assert.Null(rule.Reason);
        Assert.Equal(Disclosure.Full, rule.Disclose);
        Assert.Equal(new ApprovalRequirement(rule.Reference), rule.Approval);
    }

    [Fact]
    public void Load_Approval_IsCarriedOver()
    {
        var approval = PolicyText.LoadRules(
            "id: r, tool: X, effect: require_approval, approval: { by: [a, b], quorum: 2, within: 4h, claim_within: 90s, same_person: true }").Rules[0].Approval!;

        Assert.Equal(["a", "b"], approval.By);
        Assert.Equal((2, TimeSpan.FromHours(4), TimeSpan.FromSeconds(90), true), (approval.Quorum, approval.Within, approval.ClaimWithin, approval.SamePerson));
    }

    [Fact]
    public void Load_SeveralDocuments_SortsRulesByPolicyIdAndDocumentOrder()
    {
        var set = PolicyText.LoadSet(
            "kernelguard: 1\npolicy: b\nrules: [{ id: z, tool: X, effect: allow }, { id: a, tool: Y, effect: allow }]",
            "kernelguard: 1\npolicy: a\nrules: [{ id: m, tool: X, effect: allow }]");

        Assert.Equal(["a.m", "b.z", "b.a"], set.Rules.Select(r => $"{r.Reference.PolicyId}.{r.Reference.RuleId}"));
        Assert.Equal(["a", "b"], set.PolicyIds);
    }

    [Theory]
    [InlineData(null, null, null, GuardMode.Enforce)]
    [InlineData("observe", null, null, GuardMode.Observe)]
    [InlineData("observe", "enforce", null, GuardMode.Enforce)]
    [InlineData("observe", "observe", "enforce", GuardMode.Enforce)]
    [InlineData("enforce", "observe", null, GuardMode.Observe)]
    [InlineData("enforce", "enforce", "observe", GuardMode.Observe)]
    public void Load_Modes_TheMostSpecificCounts(string? set, string? document, string? rule, GuardMode expected)
    {
        var text = "kernelguard: 1\npolicy: p\n"
            + (set is null ? "" : $"set: {{ mode: {set} }}\n")
            + (document is null ? "" : $"mode: {document}\n")
            + $"rules: [{{ id: r, tool: X, effect: deny{(rule is null ? "" : $", mode: {rule}")} }}]";

        Assert.Equal(expected, PolicyText.LoadSet(text).Rules[0].Reference.Mode);
    }

    [Fact]
    public void Load_Set_IsCarriedOver()
    {
        var set = PolicyText.LoadSet("kernelguard: 1\npolicy: p\nset: { mode: observe, on_evidence_failure: allow, policies: [p] }\nrules: [{ id: r, tool: X, effect: allow }]");

        Assert.Equal((GuardMode.Observe, true), (set.Mode, set.RunsWithoutEvidence));
    }

    [Fact]
    public void Load_NoSet_EnforcesAndRefusesWithoutEvidence()
    {
        var set = PolicyText.LoadRules("id: r, tool: X, effect: allow");

        Assert.Equal((GuardMode.Enforce, false), (set.Mode, set.RunsWithoutEvidence));
    }

    [Fact]
    public void Load_Tools_AreDeclared()
    {
        var tool = Assert.Single(PolicyText.LoadSet(
            """
            kernelguard: 1
            policy: p
            tools:
              T: { risk: high, impact: write, data: [money, pii], tags: x, also: [t_1], args: { type: object, properties: { n: { maximum: 1.50 } } } }
            rules: [{ id: r, tool: X, effect: allow }]
            """).Tools);

        Assert.Equal(("T", "high", "write"), (tool.Name, tool.Risk, tool.Impact));
        Assert.Equal(["money", "pii"], tool.Data);
        Assert.Equal(["x"], tool.Tags);
        Assert.Equal(["t_1"], tool.Also);
        Assert.Equal("""{"properties":{"n":{"maximum":1.5}},"type":"object"}""", tool.Args?.GetRawText());
    }

    [Fact]
    public void Load_ExpressionThatYamlReadsOtherwise_KeepsItsText()
    {
        var set = PolicyText.LoadSet("kernelguard: 1\npolicy: p\nvars: { a: 0x10, b: true, c: 1e3 }\nrules: [{ id: r, tool: X, effect: allow, when: true }]");

        Assert.Equal(["0x10", "true", "1e3"], set.Rules[0].Scope.Programs.Select(p => p.Source));
    }

    [Fact]
    public void Load_JsonWithTabs_IsRead()
    {
        var set = PolicyText.LoadSet("{\n\t\"kernelguard\": 1,\n\t\"policy\": \"p\",\n\t\"rules\": [\n\t\t{ \"id\": \"r\", \"tool\": \"X\",\t\"effect\":\"allow\", \"reason\": \"\\u00e9\\/\\ud83d\\ude00\" }\n\t]\n}\n");

        Assert.Equal(["é/😀"], set.Rules[0].Reason!.Texts);
    }

    [Fact]
    public void Load_ManyRules_IndexesThem()
    {
        var set = PolicyText.LoadSet(DiagnosticCase.Header + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"  - {{ id: r{i}, tool: T{i}, effect: allow, when: args.n < {i} }}\n")));

        Assert.Equal("r77", Assert.Single(new ToolIndex(set.Rules, set.Scopes).PlanFor("t77").Rules).Reference.RuleId);
    }

    [Fact]
    public void Load_SamplePolicies_HaveNoFindings()
    {
        foreach (var folder in Directory.EnumerateDirectories(Repository.FullPath("samples/policies")))
        {
            var result = PolicyLoader.Load(folder);

            Assert.False(result.HasErrors, PolicyDiagnosticFormatter.Format(result.Diagnostics));
        }
    }
}
