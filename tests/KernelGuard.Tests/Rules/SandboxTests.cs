using System.Text.Json;
using KernelGuard.Decisions;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules;

public sealed class SandboxTests
{
    private const string Deploys = """
        kernelguard: 1
        policy: p
        tools:
          Mocks.Deploy: { substitute: true }
        rules:
          - { id: canned, tool: Canned, effect: sandbox, sandbox: { result: { ok: true, ids: [1, 2] } } }
          - { id: text, tool: Text, effect: sandbox, sandbox: { result: done } }
          - { id: mock, tool: Deploy, effect: sandbox, sandbox: { tool: Mocks.Deploy } }
          - { id: nothing, tool: Nothing, effect: sandbox }
          - { id: ask, tool: Deploy, effect: require_approval }
          - { id: not-there, tool: Mocks.Deploy, when: args.target == "moon", effect: deny }
        """;

    [Fact]
    [Trait("Requirement", "S4-30")]
    [Trait("Requirement", "S4-31")]
    [Trait("Requirement", "S4-32")]
    public async Task CannedResult_AnswersInsteadOfTheTool()
    {
        await using var kit = new TestGuard(Deploys);

        var outcome = await kit.CallAsAnnAsync("Canned");

        Assert.Equal("""{"ids":[1,2],"ok":true}""", Assert.IsType<JsonElement>(outcome.Result).GetRawText());
        Assert.Equal("done", (await kit.CallAsAnnAsync("Text")).Result);
        Assert.Equal((true, false, 0), (outcome.IsSimulated, outcome.Executed, kit.Tool.Count));
        Assert.Contains("\"outcome\":\"simulated\"", kit.Ledger.Records[^1].Text(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S4-30")]
    public async Task Substitute_RunsInsteadOfTheTool_AndOutranksApproval()
    {
        var mock = new SpyTool();
        await using var kit = new TestGuard(Deploys, options => options.Substitutes["mocks.deploy"] = mock.RunAsync);

        var outcome = await kit.CallAsAnnAsync("Deploy", """{"target":"mars"}""");

        Assert.Equal((true, "ran", 0), (outcome.IsSimulated, outcome.Result, kit.Tool.Count));
        Assert.Equal("mars", Assert.Single(mock.Entries)["target"]);
    }

    [Theory]
    [InlineData("Deploy", """{"target":"mars"}""", GuardCodes.NoSubstitute)]
    [InlineData("Deploy", """{"target":"moon"}""", GuardCodes.PolicyDenied)]
    [InlineData("Deploy", "{}", GuardCodes.RuleError)]
    [InlineData("Nothing", "{}", GuardCodes.NoSubstitute)]
    [InlineData("Mocks.Deploy", "{}", "unknown_tool")]
    [Trait("Requirement", "S4-36")]
    public async Task NothingThatMayStandIn_RefusesTheCall(string tool, string arguments, string code)
    {
        await using var kit = new TestGuard(Deploys);

        var outcome = await kit.CallAsAnnAsync(tool, arguments);

        Assert.Equal((code, 0), (outcome.Refusal!.Code, kit.Tool.Count));
    }

    [Fact]
    public async Task SubstituteThatThrows_HasFailed()
    {
        await using var kit = new TestGuard(Deploys, options => options.Substitutes["Mocks.Deploy"] = (_, _) => throw new InvalidOperationException("mock"));

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await kit.CallAsAnnAsync("Deploy", """{"target":"mars"}"""));

        Assert.Contains("\"outcome\":\"failed\"", kit.Ledger.Records[^1].Text(), StringComparison.Ordinal);
    }
}
