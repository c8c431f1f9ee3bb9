using KernelGuard.Evidence;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Contract;

/// <summary>Whether a tool runs, how often, and what comes back.</summary>
/// <typeparam name="TSeam">The way to the tool.</typeparam>
public abstract class EffectContract<TSeam> : GuardContract<TSeam>
    where TSeam : ISeam, new()
{
    /// <summary>What evidence says of a tool that threw.</summary>
    private protected virtual string OutcomeOfAFailure => "failed";

    [Fact]
    [Trait("Requirement", "S1-02")]
    [Trait("Requirement", "S4-12")]
    [Trait("Requirement", "S5-23")]
    public async Task Call_Permitted_EntersOnceWithTheArgumentsAndReturnsTheResult()
    {
        await using var guard = CreateGuard();

        var result = await CallAsync(guard, "Shop.Pay", Amount(99.99));

        Assert.Equal("ran", result);
        Assert.Equal(99.99, Assert.Single(Tool.Entries)["amount"]);
    }

    [Theory]
    [InlineData("Shop.Pay", 500.01, "denied", "over_cap")]
    [InlineData("Shop.Pay", 5_000, "denied", "over_cap")]
    [InlineData("Shop.Pay", 100, "approval_pending", "approval_required")]
    [InlineData("Shop.Nothing", 1, "denied", "no_rule")]
    [InlineData("Shop.Broken", 1, "guard_error", "rule_error")]
    [Trait("Requirement", "S1-03")]
    [Trait("Requirement", "S4-14")]
    [Trait("Requirement", "S1-04")]
    [Trait("Requirement", "S1-25")]
    [Trait("Requirement", "S2-03")]
    [Trait("Requirement", "S5-30")]
    public async Task Call_NotPermitted_NeverEntersAndSaysSo(string tool, double amount, string status, string code)
    {
        await using var guard = CreateGuard();

        var refusal = Refusal(await CallAsync(guard, tool, Amount(amount)));

        Assert.Equal(0, Tool.Count);
        Assert.Equal((status, code, false), ((string)refusal["status"]!, (string)refusal["code"]!, (bool)refusal["executed"]!));
    }

    [Fact]
    [Trait("Requirement", "S1-05")]
    public async Task Call_LogOnly_RunsAndIsMarked()
    {
        await using var guard = CreateGuard();

        Assert.Equal("ran", await CallAsync(guard, "Shop.Flag", Amount(1)));

        Assert.Equal("log_only", (string)Decisions.Single()["effect"]!);
    }

    [Fact]
    [Trait("Requirement", "S3-42")]
    public async Task Call_ToolThrows_RecordsTheFailureAndThrowsItOn()
    {
        await using var guard = CreateGuard();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await CallAsync(guard, "Shop.Read", Amount(1), (_, _) => throw new InvalidOperationException("the tool is broken"), Cancellation));

        Assert.Equal("the tool is broken", thrown.Message);
        var outcome = Ledger.Records.Single(r => r.Type == EvidenceRecordType.Outcome).Text();
        Assert.Contains($"\"{OutcomeOfAFailure}\"", outcome, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S1-20")]
    public async Task Call_NoLoggerNoTraceNoDurableLedger_StillRefuses()
    {
        await using var guard = CreateGuard(options => options.Evidence.Use(new MemoryLedger(capacity: 1)));

        Assert.Equal("over_cap", (string)Refusal(await CallAsync(guard, "Shop.Pay", Amount(900)))["code"]!);
        Assert.Equal(0, Tool.Count);
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
            await CallAsync(guard, "Shop.Read", Amount(turn));
        }

        Assert.Equal("over_cap", (string)Refusal(await CallAsync(guard, "Shop.Pay", Amount(900)))["code"]!);
        Assert.Equal("ran", await CallAsync(guard, "Shop.Pay", Amount(80)));
    }
}
