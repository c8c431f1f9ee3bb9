using KernelGuard.Calls;
using Xunit;

namespace KernelGuard.Tests.Contract;

/// <summary>What policy makes of a call besides yes and no: how often it runs, with what, and what that counts for.</summary>
/// <typeparam name="TSeam">The way to the tool.</typeparam>
public abstract class ModifierContract<TSeam> : GuardContract<TSeam>
    where TSeam : ISeam, new()
{
    private protected override string Policy => """
        kernelguard: 1
        policy: modifiers
        tools:
          Shop.Fetch: { impact: read, labels: [untrusted] }
        counters:
          paid: { tool: Shop.Pay, add: double(args.amount), per: 24h, by: [user.id] }
        rules:
          - { id: all, tool: [Shop.Often, Shop.Changed, Shop.Fetch, Shop.Read], effect: allow }
          - { id: often, tool: Shop.Often, effect: throttle, throttle: { limit: 50, per: 1m, by: [agent.id] } }
          - { id: clamped, tool: Shop.Changed, effect: transform, transform: [{ clamp: args.amount, max: "100.0" }] }
          - { id: asked, tool: Shop.Asked, when: args.amount <= 100.0, effect: require_approval }
          - { id: asked-clamped, tool: Shop.Asked, effect: transform, transform: [{ clamp: args.amount, max: "100.0" }] }
          - { id: labelled, tool: Shop.Read, when: '"untrusted" in session.labels', effect: deny, code: untrusted_session }
          - { id: pay, tool: Shop.Pay, effect: allow }
          - { id: daily, tool: Shop.Pay, when: counters.paid + double(args.amount) > 100.0, effect: deny, code: daily_cap }
        """;

    [Fact]
    [Trait("Requirement", "S4-21")]
    [Trait("Requirement", "S4-22")]
    public async Task Call_OverTheThrottle_IsToldWhenToTryAgain()
    {
        await using var guard = CreateGuard();
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal("ran", await CallAsync(guard, "Shop.Often", Amount(i)));
        }

        var refusal = Refusal(await CallAsync(guard, "Shop.Often", Amount(50)));

        Assert.Equal(("throttled", "after"), ((string)refusal["status"]!, (string)refusal["retry"]!));
        Assert.InRange((long)refusal["retry_after_seconds"]!, 1, 60);
        Assert.Equal(50, Tool.Count);
    }

    [Fact]
    public async Task Call_Transformed_RunsWithTheChangedArguments()
    {
        await using var guard = CreateGuard();

        Assert.Equal("ran", await CallAsync(guard, "Shop.Changed", Amount(250.5)));

        Assert.Equal("100", CanonicalJson.ToText(Assert.Single(Tool.Entries)["amount"]));
    }

    [Fact]
    public async Task Call_TransformedAndApproved_RunsOnceWithTheChangedArguments()
    {
        await using var guard = CreateGuard();
        var ticket = (string)Refusal(await CallAsync(guard, "Shop.Asked", Amount(250)))["ticket"]!;
        Assert.Equal("100", CanonicalJson.ToText(guard.Approvals.Find(ticket)!.Arguments["amount"]));
        await guard.Approvals.ApproveAsync(ticket, new("lee"), cancellationToken: Cancellation);

        Assert.Equal("ran", await CallAsync(guard, "Shop.Asked", Amount(250)));
        Refusal(await CallAsync(guard, "Shop.Asked", Amount(250)));

        Assert.Equal("100", CanonicalJson.ToText(Assert.Single(Tool.Entries)["amount"]));
    }

    [Fact]
    public async Task Call_AfterALabellingTool_MeetsTheLabel()
    {
        await using var guard = CreateGuard();

        Assert.Equal("ran", await CallAsync(guard, "Shop.Read", Amount(1)));
        Assert.Equal("ran", await CallAsync(guard, "Shop.Fetch", Amount(1)));

        Assert.Equal("untrusted_session", (string)Refusal(await CallAsync(guard, "Shop.Read", Amount(1)))["code"]!);
    }

    [Fact]
    public async Task Calls_InParallel_DoNotPassASum()
    {
        await using var guard = CreateGuard();

        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () => await CallAsync(guard, "Shop.Pay", Amount(40)), Cancellation)));

        Assert.Equal((2, 2), (results.Count(result => result is "ran"), Tool.Count));
    }
}
