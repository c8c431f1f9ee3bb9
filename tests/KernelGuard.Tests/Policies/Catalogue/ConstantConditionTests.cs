using System.Text.Json;
using KernelGuard.Policies;
using KernelGuard.Tools;
using Xunit;

namespace KernelGuard.Tests.Policies.Catalogue;

public sealed class ConstantConditionTests
{
    [Fact]
    public void CheckTools_PatternOverAllToolsOfTheHost_IsReportedWhereItHoldsOfAll()
    {
        var set = PolicyText.LoadRules("id: a, tool: \"*\", effect: allow, when: args.amount > 1000", "id: b, tool: \"*\", effect: allow, when: args.amount > 600");

        var finding = Assert.Single(set.CheckTools([Tool("Pay", 500), Tool("Move", 900)]));

        Assert.Equal(
            (DiagnosticCodes.ConstantCondition, PolicySeverity.Warning, 4, "this can never be true in calls of `Pay` that fit its schema", "`args.amount` is at most 500"),
            (finding.Code, finding.Severity, finding.Line, finding.Message, finding.Help));
        Assert.Empty(set.CheckTools([Tool("Pay", 500), Tool("Move", 900), new ToolDescriptor("Open")]));
    }

    [Fact]
    public void CheckTools_ConditionThatContradictsItself_IsReportedOnlyAtLoad()
    {
        var result = PolicyText.Load(DiagnosticCase.Header + "  - { id: a, tool: Pay, effect: allow, when: args.amount > 100 && args.amount < 50 }\n");

        Assert.Equal(DiagnosticCodes.ConstantCondition, Assert.Single(result.Diagnostics).Code);
        Assert.Empty(result.Set!.CheckTools([Tool("Pay", 500)]));
    }

    [Fact]
    public void CheckTools_VariableThatToolsShare_IsReportedWhereItHoldsOfAll()
    {
        const string Policy = "kernelguard: 1\npolicy: p\nvars: { large: args.amount > 600 }\nrules:\n  - { id: a, tool: Pay, effect: deny, when: vars.large && user.id == \"a\" }\n";
        const string Other = "  - { id: b, tool: Move, effect: deny, when: vars.large && user.id == \"b\" }\n";

        Assert.Contains(PolicyText.LoadSet(Policy).CheckTools([Tool("Pay", 500), Tool("Move", 900)]), finding => finding.Line == 3);
        Assert.DoesNotContain(PolicyText.LoadSet(Policy + Other).CheckTools([Tool("Pay", 500), Tool("Move", 900)]), finding => finding.Line == 3);
    }

    private static ToolDescriptor Tool(string name, int maximum) =>
        new(name, parameters: JsonElement.Parse($$$"""{"type":"object","properties":{"amount":{"type":"number","maximum":{{{maximum}}} } } }"""));
}
