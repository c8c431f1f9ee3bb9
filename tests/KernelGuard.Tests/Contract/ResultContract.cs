using KernelGuard.Evidence;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Contract;

/// <summary>What comes back where policy has something else run, or hides a part of the result.</summary>
/// <typeparam name="TSeam">The way to the tool.</typeparam>
public abstract class ResultContract<TSeam> : GuardContract<TSeam>
    where TSeam : ISeam, new()
{
    private protected override string Policy => """
        kernelguard: 1
        policy: results
        tools:
          Mocks.Buy: { substitute: true }
        rules:
          - { id: shown, tool: Shop.Secret, effect: allow }
          - { id: secret, tool: Shop.Secret, effect: transform, transform: [{ redact: result.iban }] }
          - { id: replaced, tool: Shop.Replaced, effect: sandbox, sandbox: { tool: Mocks.Buy } }
          - { id: object, tool: Shop.Canned, when: args.amount == 1.0, effect: sandbox, sandbox: { result: { sent: true } } }
          - { id: list, tool: Shop.Canned, when: args.amount == 2.0, effect: sandbox, sandbox: { result: [1, two] } }
          - { id: text, tool: Shop.Canned, when: args.amount == 3.0, effect: sandbox, sandbox: { result: fine } }
          - { id: number, tool: Shop.Canned, when: args.amount == 4.0, effect: sandbox, sandbox: { result: 7 } }
          - { id: nothing, tool: Shop.Canned, when: args.amount == 5.0, effect: sandbox, sandbox: { result: null } }
        """;

    [Theory]
    [InlineData(1, """{"sent":true}""")]
    [InlineData(2, """[1,"two"]""")]
    [InlineData(3, "fine")]
    [InlineData(4, "7")]
    [InlineData(5, null)]
    public async Task Call_WithACannedResult_GetsItAndDoesNotRun(double which, string? expected)
    {
        await using var guard = CreateGuard();

        var result = await CallAsync(guard, "Shop.Canned", Amount(which));

        // Of a function without a result, chat clients tell the model that it completed.
        Assert.Equal(expected ?? "", $"{result}".Replace("Success: Function completed.", "", StringComparison.Ordinal));
        Assert.Equal(0, Tool.Count);
        Assert.Contains("\"simulated\"", Ledger.Records.Single(r => r.Type == EvidenceRecordType.Outcome).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithASubstitute_GetsItsResultAndDoesNotRun()
    {
        await using var guard = CreateGuard(options => options.Substitutes["Mocks.Buy"] = (arguments, _) => ValueTask.FromResult<object?>($"bought for {arguments["amount"]}"));

        Assert.Equal("bought for 5", await CallAsync(guard, "Shop.Replaced", Amount(5)));
        Assert.Equal(0, Tool.Count);
    }

    [Theory]
    [InlineData(null, """{"iban":"[redacted]","name":"ann"}""")]
    [InlineData("""{"iban":"LU-12","name":"ann"}""", """{"iban":"[redacted]","name":"ann"}""")]
    [InlineData("IBAN LU-12", null)]
    public async Task Call_WhoseResultIsRedacted_ShowsNothingOfIt(string? text, string? expected)
    {
        object result = text is null ? new Dictionary<string, object?> { ["iban"] = "LU-12", ["name"] = "ann" } : text;
        await using var guard = CreateGuard();

        var told = $"{await CallAsync(guard, "Shop.Secret", Amount(1), (_, _) => ValueTask.FromResult<object?>(result), Cancellation)}";

        // No id or hash of a record can hold this by chance.
        Assert.DoesNotContain("LU-12", told, StringComparison.Ordinal);
        Assert.DoesNotContain(Ledger.Records, record => record.Text().Contains("LU-12", StringComparison.Ordinal));
        if (expected is not null)
        {
            Assert.Equal(expected, told);
            return;
        }

        var refusal = Refusal(told);
        Assert.Equal(("result_withheld", true), ((string)refusal["code"]!, (bool)refusal["executed"]!));
    }
}
