using KernelGuard.Calls;
using Xunit;

namespace KernelGuard.Tests.Contract;

/// <summary>What happens to a call while it is judged: its arguments change, or nobody waits for it any more.</summary>
/// <typeparam name="TSeam">The way to the tool.</typeparam>
public abstract class InterruptionContract<TSeam> : GuardContract<TSeam>
    where TSeam : ISeam, new()
{
    /// <summary>What a list of one holds for the tool, to which something is added whenever a record is written.</summary>
    private protected virtual IEnumerable<object?> JudgedList => [1L];

    [Fact]
    [Trait("Requirement", "S5-13")]
    public async Task Call_ArgumentsChangedWhileTheDecisionIsRecorded_ToolGetsWhatWasJudged()
    {
        var list = new List<object?> { 1 };
        var arguments = new Dictionary<string, object?> { ["amount"] = 10, ["list"] = list };
        Ledger.Before = (_, _) =>
        {
            arguments["amount"] = 99_999;
            arguments["more"] = true;
            list.Add(2);
            return ValueTask.CompletedTask;
        };
        await using var guard = CreateGuard();

        await CallAsync(guard, "Shop.Pay", arguments);

        var entry = Assert.Single(Tool.Entries);
        Assert.Equal(10L, entry["amount"]);
        Assert.Equal(2, entry.Count);
        Assert.Equal(JudgedList, Assert.IsType<FrozenList>(entry["list"]));
    }

    [Fact]
    [Trait("Requirement", "S5-13")]
    public async Task Call_CancelledBefore_NeverEnters()
    {
        await using var guard = CreateGuard();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await CallAsync(guard, "Shop.Read", Amount(1), Tool.RunAsync, new CancellationToken(canceled: true)));

        Assert.Equal(0, Tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S5-13")]
    public async Task Call_CancelledWhileTheDecisionIsRecorded_NeverEnters()
    {
        using var source = new CancellationTokenSource();
        Ledger.Before = (_, _) =>
        {
            source.Cancel();
            return ValueTask.CompletedTask;
        };
        await using var guard = CreateGuard();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await CallAsync(guard, "Shop.Read", Amount(1), Tool.RunAsync, source.Token));

        Assert.Equal(0, Tool.Count);
    }
}
