using KernelGuard.Approvals;
using Xunit;

namespace KernelGuard.Tests.Contract;

/// <summary>What an approval lets run.</summary>
/// <typeparam name="TSeam">The way to the tool.</typeparam>
public abstract class ApprovalContract<TSeam> : GuardContract<TSeam>
    where TSeam : ISeam, new()
{
    private static readonly Reviewer Lead = new("lee");

    [Fact]
    [Trait("Requirement", "S1-04")]
    public async Task Call_Approved_EntersExactlyOnce()
    {
        await using var guard = CreateGuard();
        var ticket = (string)Refusal(await CallAsync(guard, "Shop.Pay", Amount(250)))["ticket"]!;
        Assert.Equal(AnswerResult.Approved, await guard.Approvals.ApproveAsync(ticket, Lead, cancellationToken: Cancellation));

        var second = await CallAsync(guard, "Shop.Pay", Amount(250));
        var third = Refusal(await CallAsync(guard, "Shop.Pay", Amount(250)));

        Assert.Equal("ran", second);
        Assert.Equal("approval_pending", (string)third["status"]!);
        Assert.Equal(1, Tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S1-04")]
    public async Task Call_HundredParallelClaimsOfOneApproval_ExactlyOneEnters()
    {
        await using var guard = CreateGuard();
        var ticket = (string)Refusal(await CallAsync(guard, "Shop.Pay", Amount(250)))["ticket"]!;
        await guard.Approvals.ApproveAsync(ticket, Lead, cancellationToken: Cancellation);

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(async () => await CallAsync(guard, "Shop.Pay", Amount(250)), Cancellation)));

        Assert.Equal(1, Tool.Count);
        Assert.Single(results, "ran");
    }

    [Fact]
    [Trait("Requirement", "S5-13")]
    public async Task Call_CancelledWithAnApprovedTicket_KeepsTheTicket()
    {
        await using var guard = CreateGuard();
        var ticket = (string)Refusal(await CallAsync(guard, "Shop.Pay", Amount(250)))["ticket"]!;
        await guard.Approvals.ApproveAsync(ticket, Lead, cancellationToken: Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await CallAsync(guard, "Shop.Pay", Amount(250), Tool.RunAsync, new CancellationToken(canceled: true)));

        Assert.Equal("ran", await CallAsync(guard, "Shop.Pay", Amount(250)));
    }
}
