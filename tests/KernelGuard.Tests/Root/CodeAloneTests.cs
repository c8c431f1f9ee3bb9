using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;
using KernelGuard.Policies;
using KernelGuard.Rules;
using KernelGuard.Tests.Rules;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace KernelGuard.Tests.Root;

/// <summary>A guard that has rules in code and no policy document.</summary>
public sealed class CodeAloneTests
{
    private static readonly IGuardRule Pays = GuardRules.Define("pays", "1").For("Pay").Allow();
    private static readonly IGuardRule Caps = GuardRules.Define("caps", "1").For("Pay").When(call => call.Arguments.Double("amount") > 500).Deny("over_cap");

    [Theory]
    [InlineData("Pay", 20, null)]
    [InlineData("Pay", 900, "over_cap")]
    [InlineData("Drop", 20, GuardCodes.NoRule)]
    public async Task Call_IsJudgedByTheRulesInCode(string tool, int amount, string? code)
    {
        await using var guard = Guard(Pays, Caps);

        Assert.Equal(code, (await CallAsync(guard, tool, amount)).Decision.Code);
        Assert.Equal(tool == "Pay", guard.CouldPermit(tool));
    }

    [Fact]
    public async Task AddPolicyGuard_RulesInOptionsAndServices_AreAllThereIs()
    {
        await using var services = new ServiceCollection()
            .AddSingleton(Pays)
            .AddPolicyGuard(options =>
            {
                options.PolicyPath = null;
                options.Rules.Add(Caps);
            })
            .AddPolicyGuard()
            .BuildServiceProvider();

        var guard = services.GetRequiredService<ToolCallGuard>();

        Assert.Null((await CallAsync(guard, "Pay", 20)).Decision.Code);
        Assert.Equal("over_cap", (await CallAsync(guard, "Pay", 900)).Decision.Code);
    }

    [Fact]
    public void Create_RulesPermitNothing_SaysSo()
    {
        var none = Assert.Throws<PolicyLoadException>(() => Guard());
        var denies = Assert.Throws<PolicyLoadException>(() => Guard(Caps));

        Assert.StartsWith("the rules in code permit nothing", none.Message, StringComparison.Ordinal);
        Assert.Equal(none.Message, denies.Message);
    }

    [Fact]
    public void Create_FolderIsMissing_IsAnErrorThatNamesTheWay()
    {
        var thrown = Assert.Throws<PolicyLoadException>(() => ToolCallGuard.Create("nowhere", options => options.Rules.Add(Pays)));

        Assert.Equal("there are no policies at `nowhere`: a guard of rules in code alone has `PolicyPath = null`", thrown.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void Create_PathIsEmpty_IsNotTakenForNone(string? path)
    {
        Assert.ThrowsAny<ArgumentException>(() => ToolCallGuard.Create(path!, options => options.Rules.Add(Pays)));
        if (path is not null)
        {
            Assert.ThrowsAny<ArgumentException>(() => ToolCallGuard.Create(options => { options.PolicyPath = path; options.Rules.Add(Pays); }));
        }
    }

    [Fact]
    public async Task Versions_CoverTheRulesAndStay()
    {
        await using var guard = Guard(Pays, Caps);
        await using var same = Guard(Caps, Pays);
        await using var other = Guard(Pays, new StubRule("caps", Effect.Deny) { Version = "2" });

        guard.ReloadPolicies();

        Assert.Equal(guard.PolicyDigest, same.PolicyDigest);
        Assert.NotEqual(guard.PolicyDigest, other.PolicyDigest);
        var version = Assert.Single(guard.PolicyVersions);
        Assert.Equal((guard.PolicyDigest, null), (version.Digest, version.Until));
        Assert.Empty(version.PolicyIds);
        Assert.Empty(version.Documents);
        Assert.True(guard.Health.IsHealthy);
    }

    [Fact]
    public async Task HaltAndMode_WorkWithoutAFolder()
    {
        await using var guard = Guard(Pays, Caps);

        guard.Halt("drill");
        Assert.Equal(GuardCodes.Halted, (await CallAsync(guard, "Pay", 20)).Decision.Code);
        Assert.True(await guard.ResumeAsync("ann", cancellationToken: TestGuard.Cancellation));

        await guard.SwitchModeAsync(GuardMode.Observe, "ann", cancellationToken: TestGuard.Cancellation);
        var observed = (await CallAsync(guard, "Pay", 900)).Decision;
        Assert.Equal((Effect.Allow, "over_cap"), (observed.Effect, observed.Observed!.Code));

        await guard.SwitchModeAsync(null, "ann", cancellationToken: TestGuard.Cancellation);
        Assert.Equal("over_cap", (await CallAsync(guard, "Pay", 900)).Decision.Code);
    }

    [Fact]
    public async Task Clock_NothingToLookAt_HasNoTimer()
    {
        var clock = new ManualClock();
        await using var guard = ToolCallGuard.Create(options =>
        {
            options.PolicyPath = null;
            options.TimeProvider = clock;
            options.Rules.Add(Pays);
        });

        Assert.Equal(0, clock.Timers);
    }

    [Fact]
    public async Task Document_WithoutRulesOfItsOwn_AddsWhatItSays()
    {
        await using var kit = new TestGuard(
            "kernelguard: 1\npolicy: p\nagents: { bot: { roles: payer } }\nroles: { payer: { may: Pay } }", options => options.Rules.Add(Pays));

        Assert.True((await kit.CallAsAnnAsync("Pay")).Executed);
        Assert.Equal("unknown_agent", (await kit.CallAsync("Pay")).Decision.Code);
        await kit.Guard.SwitchModeAsync(GuardMode.Observe, "ann", cancellationToken: TestGuard.Cancellation);
        Assert.True((await kit.CallAsync("Pay")).Executed);
    }

    private static ToolCallGuard Guard(params IGuardRule[] rules) => ToolCallGuard.Create(options =>
    {
        options.PolicyPath = null;
        Array.ForEach(rules, options.Rules.Add);
    });

    private static ValueTask<ToolCallOutcome> CallAsync(ToolCallGuard guard, string tool, int amount) => guard.InvokeAsync(
        new ToolCall(tool, new Dictionary<string, object?> { ["amount"] = amount }), (_, _) => new ValueTask<object?>("ran"), TestGuard.Cancellation);
}
