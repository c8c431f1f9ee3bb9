using KernelGuard.Calls;
using KernelGuard.Facts;
using KernelGuard.Policies;
using KernelGuard.Tests.Facts;
using KernelGuard.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using System.Text.Json;
using Xunit;

namespace KernelGuard.Tests.Root;

public sealed class GuardCreationTests
{
    private const string Policy = "kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: Read, effect: allow }]";

    [Theory]
    [InlineData("kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: Read, effect: deny }]", "permit nothing")]
    [InlineData("kernelguard: 1\npolicy: p\nmode: observe\nrules: [{ id: a, tool: Read, effect: allow }]", "permit nothing")]
    [InlineData("kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: Read, efect: allow }]", "did you mean `effect`?")]
    [InlineData("kernelguard: 1\npolicy: p\nrules: []", "rule")]
    [InlineData("kernelguard: 2\npolicy: p\nrules: [{ id: a, tool: Read, effect: allow }]", "version")]
    [InlineData("", "empty")]
    [Trait("Requirement", "S2-03")]
    public void Create_PolicyThatCannotBeUsed_SaysWhy(string policy, string expected)
    {
        using var folder = new PolicyFolder(policy);

        var thrown = Assert.Throws<PolicyLoadException>(() => ToolCallGuard.Create(folder.Path));

        Assert.Contains(expected, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S2-03")]
    public void Create_ToolsThatClash_SaysWhich()
    {
        using var folder = new PolicyFolder(Policy);

        var thrown = Assert.Throws<PolicyLoadException>(() => ToolCallGuard.Create(folder.Path, o => o.Tools = [new ToolDescriptor("Read"), new ToolDescriptor("READ")]));

        Assert.Contains("READ", thrown.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Trait("Requirement", "S2-03")]
    public void Create_OptionOutOfRange_SaysWhich()
    {
        using var folder = new PolicyFolder(Policy);

        Assert.Throws<ArgumentOutOfRangeException>(() => ToolCallGuard.Create(folder.Path, o => o.Approvals.MaxOpenTicketsPerSession = 0));
        Assert.Throws<ArgumentException>(() => ToolCallGuard.Create(" "));
    }

    [Fact]
    [Trait("Requirement", "S2-03")]
    public void Create_OptionMissing_SaysSoBeforeTheFirstCall()
    {
        using var folder = new PolicyFolder(Policy);
        Action<GuardOptions>[] faults =
        [
            options => options.DefaultCaller = null!,
            options => options.DefaultCaller = new Caller("", null, null),
            options => options.Limits = null!,
            options => options.TimeProvider = null!,
            options => options.DecisionIds = null!,
            options => options.Evidence.Capture = null!,
            options => options.Tools = [null!],
            options => options.Substitutes["Mock"] = null!,
        ];

        Assert.All(faults, fault => Assert.ThrowsAny<ArgumentException>(() => ToolCallGuard.Create(folder.Path, fault)));
    }

    [Fact]
    public void Shared_TheSamePathWithASeparatorAtItsEnd_IsTheSameGuard()
    {
        using var folder = new PolicyFolder(Policy);

        Assert.Same(ToolCallGuard.Shared(folder.Path), ToolCallGuard.Shared(folder.Path + Path.DirectorySeparatorChar));
    }

    [Fact]
    [Trait("Requirement", "S1-11")]
    [Trait("Requirement", "S2-28")]
    public async Task AddPolicyGuard_InAHost_GivesOneGuardForTheApplication()
    {
        using var folder = new PolicyFolder(Policy);
        await using var services = new ServiceCollection().AddPolicyGuard(folder.Path).AddPolicyGuard().BuildServiceProvider();

        var guard = services.GetRequiredService<ToolCallGuard>();
        var outcome = await guard.InvokeAsync(new ToolCall("Read"), (_, _) => ValueTask.FromResult<object?>(7), TestGuard.Cancellation);

        Assert.Equal(7, outcome.Result);
        Assert.Same(guard, services.GetRequiredService<ToolCallGuard>());
        Assert.Single(services.GetServices<IHostedService>());
    }

    [Fact]
    public async Task AddPolicyGuard_SourcesAreRegistered_AreAsked()
    {
        using var folder = new PolicyFolder("""
            kernelguard: 1
            policy: p
            facts: { context: { open: bool } }
            roles: { r: { may: Read } }
            rules: [{ id: a, tool: Read, when: context.open, effect: allow }]
            """);
        await using var services = new ServiceCollection()
            .AddSingleton<IAgentDirectory>(new OneAgent())
            .AddSingleton<IFactProvider>(new StubProvider("context", _ => StubProvider.Facts(("open", true))))
            .AddPolicyGuard(folder.Path)
            .BuildServiceProvider();

        var answer = await services.GetRequiredService<ToolCallGuard>().AuthorizeAsync("bot", "Read", cancellationToken: TestGuard.Cancellation);

        Assert.True(answer.IsPermitted, answer.ToString());
    }

    private sealed class OneAgent : IAgentDirectory
    {
        public ValueTask<AgentIdentity?> FindAsync(string agentId, CancellationToken cancellationToken) =>
            new(agentId == "bot" ? new AgentIdentity(agentId, roles: ["r"]) : null);
    }

    [Fact]
    [Trait("Requirement", "S2-33")]
    public async Task AddPolicyGuard_BrokenPolicy_StopsTheStartOfTheHost()
    {
        using var folder = new PolicyFolder("nonsense");
        await using var services = new ServiceCollection().AddPolicyGuard(folder.Path).BuildServiceProvider();

        Assert.Throws<PolicyLoadException>(() => { services.GetServices<IHostedService>(); });
    }

    [Fact]
    [Trait("Requirement", "S1-15")]
    public async Task Call_ToolsAreKnown_UnknownToolIsRefusedWithTheNearestName()
    {
        await using var kit = new TestGuard(Policy, o => o.Tools = [new ToolDescriptor("Read"), new ToolDescriptor("Write")]);

        var refusal = (await kit.CallAsync("Raed")).Refusal!;

        Assert.Equal("unknown_tool", refusal.Code);
        Assert.Contains("did you mean `Read`?", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S1-08")]
    public async Task Call_ToolWithASchema_GetsTheCoercedValueThatWasJudged()
    {
        using var schema = JsonDocument.Parse("""{"type":"object","properties":{"amount":{"type":"integer"},"unit":{"type":"string","default":"kg"}}}""");
        await using var kit = new TestGuard(
            "kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: Read, when: 'args.amount < 10 && args.unit == \"kg\"', effect: allow }]",
            o => o.Tools = [new ToolDescriptor("Read", parameters: schema.RootElement)]);

        Assert.True((await kit.CallAsync("Read", """{"amount":"7"}""")).Executed);
        Assert.False((await kit.CallAsync("Read", """{"amount":"70"}""")).Executed);

        var entry = Assert.Single(kit.Tool.Entries);
        Assert.Equal((7L, "kg"), (entry["amount"], entry["unit"]));
    }

    [Fact]
    [Trait("Requirement", "S2-18")]
    public async Task Dispose_AfterUse_ClosesTheLedger()
    {
        var kit = new TestGuard(Policy);
        await kit.DisposeAsync();

        Assert.True(kit.Ledger.IsDisposed);
    }

    [Fact]
    [Trait("Requirement", "S5-01")]
    public async Task Decide_WithoutRunning_LeavesNothingBehind()
    {
        await using var kit = new TestGuard("kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: Read, effect: require_approval }]");
        using var scope = kit.Guard.BeginScope("s");

        await kit.Guard.DecideAsync(new ToolCall("Read"), TestGuard.Cancellation);

        Assert.Empty(kit.Guard.Approvals.List());
        Assert.Empty(kit.Ledger.Records);
    }
}
