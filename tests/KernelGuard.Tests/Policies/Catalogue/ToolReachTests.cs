using KernelGuard.Policies;
using KernelGuard.Tests.Root;
using KernelGuard.Tools;
using Xunit;

namespace KernelGuard.Tests.Policies.Catalogue;

public sealed class ToolReachTests
{
    [Fact]
    public void CheckTools_RulesThatNoToolReaches_AreWarnings()
    {
        var set = PolicyText.LoadSet("""
            kernelguard: 1
            policy: p
            tools: { Mocks.Pay: { substitute: true }, Old: { impact: read } }
            rules:
              - { id: a, tool: [Pay, Pey], effect: allow }
              - { id: b, tool: "Web.*", effect: allow }
              - { id: c, tool: "P*", effect: allow }
              - { id: d, tool: Mocks.Pay, effect: deny, when: user.id == "x" }
              - { id: e, tool: Old, effect: allow }
            """);

        var findings = set.CheckTools([new ToolDescriptor("pay")]);

        Assert.All(findings, finding => Assert.Equal((DiagnosticCodes.UnreachedRule, PolicySeverity.Warning), (finding.Code, finding.Severity)));
        Assert.Equal(
            ["5:26 no tool has this name", "6:20 no tool matches this pattern", "9:20 no tool has this name"],
            findings.Select(finding => $"{finding.Line}:{finding.Column} {finding.Message}"));
        Assert.Equal("did you mean `pay`?", findings[0].Help);
    }

    [Theory]
    [Trait("Requirement", "S5-24")]
    [InlineData("id: a, tool: Read, effect: allow", "no rule permits `Write`")]
    [InlineData("id: a, tool: \"*\", effect: allow, mode: enforce", null)]
    [InlineData("id: a, tool: [Read, Write], effect: require_approval, when: args.x > 5", null)]
    public async Task Create_ToolWithoutAPermission_FailsWherePermitsAreRequired(string rule, string? message)
    {
        using var folder = new PolicyFolder(DiagnosticCase.Header + $"  - {{ {rule} }}\n  - {{ id: z, tool: Write, effect: deny, when: args.y > 5 }}\n");

        var thrown = await Record.ExceptionAsync(async () =>
        {
            await using var guard = ToolCallGuard.Create(folder.Path, options =>
            {
                options.Tools = [new ToolDescriptor("Read"), new ToolDescriptor("Write")];
                options.RequiresPermits = true;
            });
        });

        Assert.Equal(message, thrown?.Message);
    }

    [Fact]
    public async Task Create_ToolWithoutAPermission_IsFineWhereNoneIsRequired()
    {
        using var folder = new PolicyFolder(DiagnosticCase.Header + "  - { id: a, tool: Read, effect: allow }\n");

        await using var guard = ToolCallGuard.Create(folder.Path, options => options.Tools = [new ToolDescriptor("Read"), new ToolDescriptor("Write")]);

        Assert.StartsWith("sha256:", guard.PolicyDigest, StringComparison.Ordinal);
    }
}
