using KernelGuard.Evidence;
using Xunit;

namespace KernelGuard.Tests.Contract;

/// <summary>What is recorded, and when.</summary>
/// <typeparam name="TSeam">The way to the tool.</typeparam>
public abstract class EvidenceContract<TSeam> : GuardContract<TSeam>
    where TSeam : ISeam, new()
{
    [Theory]
    [InlineData(1)]
    [InlineData(250)]
    [InlineData(5_000)]
    [Trait("Requirement", "S1-01")]
    [Trait("Requirement", "S1-19")]
    [Trait("Requirement", "S4-01")]
    public async Task Call_AnyDecision_IsRecordedBeforeTheToolIsEntered(double amount)
    {
        var entriesAtDecision = new List<int>();
        Ledger.Before = async (record, _) =>
        {
            await Task.Yield();
            if (record.Type == EvidenceRecordType.Decision)
            {
                entriesAtDecision.Add(Tool.Count);
            }
        };
        await using var guard = CreateGuard();

        await CallAsync(guard, "Shop.Pay", Amount(amount));

        Assert.Equal([0], entriesAtDecision);
        Assert.Equal([EvidenceRecordType.Decision, EvidenceRecordType.Outcome], Ledger.Records.Select(r => r.Type));
        Assert.Equal(Ledger.Records[0].DecisionId, Ledger.Records[1].DecisionId);
    }

    [Fact]
    [Trait("Requirement", "S2-03")]
    [Trait("Requirement", "S2-18")]
    public async Task Call_DecisionCannotBeRecorded_NeverEnters()
    {
        Ledger.Before = (_, _) => throw new IOException("disk full");
        await using var guard = CreateGuard();

        var refusal = Refusal(await CallAsync(guard, "Shop.Read", Amount(1)));

        Assert.Equal(("guard_error", "evidence_unavailable"), ((string)refusal["status"]!, (string)refusal["code"]!));
        Assert.Equal(0, Tool.Count);
    }

    [Fact]
    [Trait("Requirement", "S2-18")]
    public async Task Call_OutcomeCannotBeRecorded_KeepsTheResult()
    {
        Ledger.Before = (record, _) => record.Type == EvidenceRecordType.Outcome ? throw new IOException("disk full") : ValueTask.CompletedTask;
        await using var guard = CreateGuard();

        Assert.Equal("ran", await CallAsync(guard, "Shop.Read", Amount(1)));
    }

    [Fact]
    [Trait("Requirement", "S3-42")]
    [Trait("Requirement", "S4-24")]
    public async Task Call_ThousandInParallel_EachHasOneDecisionAndOneOutcome()
    {
        await using var guard = CreateGuard();

        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => Task.Run(async () => await CallAsync(guard, i % 2 == 0 ? "Shop.Read" : "Shop.Nothing", Amount(i)), Cancellation)));

        Assert.Equal(500, Tool.Count);
        var byId = Ledger.Records.GroupBy(r => r.DecisionId).ToList();
        Assert.Equal(1_000, byId.Count);
        Assert.All(byId, records => Assert.Equal([EvidenceRecordType.Decision, EvidenceRecordType.Outcome], records.Select(r => r.Type)));
    }
}
