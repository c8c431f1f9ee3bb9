using System.Text.Json;

namespace KernelGuard.Hosts.Tests.Cli;

public sealed class RetailAgentTests : IDisposable
{
    private const string Data = "vectors/retail-agent";

    // The sentence that a call breaks, under the name that the data has for it, the rules of ours that say it, and the calls.
    private static readonly (string Sentence, string Rules, int Calls)[] Refusals =
    [
        ("RT_AUTH", "customer-not-found", 3),
        ("RT_CANCEL_REASON", "cancel-reason", 4),
        ("RT_CANCEL_STATUS", "cancel-pending-only", 5),
        ("RT_DIFF_GIFT_BALANCE", "gift-card-covers-difference", 1),
        ("RT_EXCHANGE_ONCE", "exchanged-before", 1),
        ("RT_EXCHANGE_STATUS", "exchange-delivered-only", 3),
        ("RT_ITEM_PRODUCT", "same-product", 3),
        ("RT_ITEM_UNAVAILABLE", "available", 3),
        ("RT_MODIFY_ITEMS_ONCE", "items-modified-before", 3),
        ("RT_MODIFY_STATUS", "modify-pending-only", 3),
        ("RT_OTHER_USER", "order-of-somebody-else", 3),
        ("RT_OTHER_USER", "profile-of-somebody-else", 3),
        ("RT_PAY_DIFFERENT", "same-payment-method", 4),
        ("RT_PAY_GIFT_BALANCE", "gift-card-covers-order", 1),
        ("RT_RETURN_REFUND", "refund-to", 2),
    ];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Decide_RecordedRetailCalls_AreAllJudged()
    {
        var data = Repository.SharedData(Data);
        var result = (await CliProcess.RunAsync(
        [
            "decide",
            "--policy", _folder.Write("p.yaml", Policies.Permissive),
            "--calls", Path.Combine(data, "calls.jsonl"),
            "--tools", Path.Combine(data, "tools.json"),
        ])).Expect(0);

        Assert.Empty(result.Error);
        Assert.Equal(441, result.JsonLines.Count);

        // What a permissive policy lets through is stopped only where the arguments break a tool's schema, as in a few calls made to be refused.
        var refused = result.JsonLines.Where(line => line.GetProperty("status").GetString() != "permitted").ToList();
        Assert.All(refused, line => Assert.Equal("invalid_argument", line.GetProperty("code").GetString()));
        Assert.Subset(
            await IdsToRefuseAsync(Path.Combine(data, "expected.jsonl")), refused.Select(line => line.GetProperty("id").GetString()!).ToHashSet());
    }

    [Fact]
    [Trait("Requirement", "S1-21")]
    public async Task Decide_ShippedPolicy_RefusesEachViolationByTheRuleForItsSentenceAndNothingElse()
    {
        var decided = await DecideAsync("samples/policies/retail-agent");

        Assert.Equal(399, decided.Count(call => call.Decision == "allow"));
        Assert.All(decided, call => Assert.Equal(call.Expected, call.Decision));
        Assert.Equal(
            Refusals,
            decided.Where(call => call.Decision == "deny")
                .GroupBy(call => (call.Sentence!, call.Rule!))
                .Select(group => (group.Key.Item1, group.Key.Item2, group.Count()))
                .Order());
    }

    [Fact]
    [Trait("Requirement", "S1-21")]
    public async Task Decide_ShippedPolicyAndSchemasOfTheTools_DecidesTheSame()
    {
        var decided = await DecideAsync("samples/policies/retail-agent", "--tools", Path.Combine(Repository.SharedData(Data), "tools.json"));

        Assert.All(decided, call => Assert.Equal(call.Expected, call.Decision));
        // Here the enumeration of reasons in the tool's schema speaks before the rule does.
        Assert.Equal(["RT_CANCEL_REASON"], decided.Where(call => call.Decision == "deny" && call.Rule is null).Select(call => call.Sentence).Distinct());
    }

    private static async Task<List<JudgedCall>> DecideAsync(string policy, params string[] options)
    {
        var data = Repository.SharedData(Data);
        var expected = (await File.ReadAllLinesAsync(Path.Combine(data, "expected.jsonl"), TestContext.Current.CancellationToken))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(line => line.GetProperty("id").GetString()!);
        string[] arguments = ["decide", "--policy", Repository.FullPath(policy), "--calls", Path.Combine(data, "calls.jsonl"), .. options];
        var lines = (await CliCall.RunAsync(arguments)).Expect(0).JsonLines;

        Assert.Equal(expected.Count, lines.Count);
        return [.. lines.Select(line => new JudgedCall(expected[line.GetProperty("id").GetString()!], line))];
    }

    private static async Task<HashSet<string>> IdsToRefuseAsync(string path) =>
    [
        .. (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("expect").GetString() == "deny")
            .Select(line => line.GetProperty("id").GetString()!),
    ];

    private sealed record JudgedCall(string Expected, string? Sentence, string Decision, string? Rule)
    {
        public JudgedCall(JsonElement expected, JsonElement decided)
            : this(
                expected.GetProperty("expect").GetString()!,
                expected.TryGetProperty("rule", out var sentence) ? sentence.GetString() : null,
                decided.GetProperty("decision").GetString()!,
                decided.GetProperty("rule").GetString())
        {
        }
    }
}
