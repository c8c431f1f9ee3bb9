using System.Collections.Concurrent;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Enforcement;

/// <summary>Results that make their elements as they are read: whoever reads one may leave nothing for the caller, or never come back.</summary>
public sealed class LazyResultTests
{
    private const string Permit = """
        kernelguard: 1
        policy: p
        rules:
          - { id: permit, tool: T, effect: allow }
        """;

    private const string Redact = $"{Permit}\n  - {{ id: hide, tool: T, effect: transform, transform: [{{ redact: \"result[*].ssn\" }}] }}";

    [Fact]
    public async Task Result_ReadsAReader_ReachesTheCallerUnread()
    {
        var outcome = await CallAsync(Permit, ReadLines(new StringReader("a\nb")));

        Assert.Equal(["a", "b"], Assert.IsAssignableFrom<IEnumerable<string>>(outcome.Result));
    }

    [Fact]
    public async Task Result_OfAFeedThatNeverEnds_ReachesTheCallerUnread()
    {
        using var feed = new BlockingCollection<string>(new ConcurrentQueue<string>(["row"]));

        var outcome = await CallAsync(Permit, feed.GetConsumingEnumerable(TestContext.Current.CancellationToken));

        Assert.True(outcome.Executed);
        Assert.Single(feed);
    }

    [Fact]
    public async Task Result_HoldsALazySequence_IsRecordedWithItsTypeInPlace()
    {
        await using var kit = Kit(Permit, new Dictionary<string, object?> { ["rows"] = ReadLines(new StringReader("a")), ["n"] = 1 });

        var outcome = await kit.CallAsync("T");

        var result = Assert.IsType<Dictionary<string, object?>>(outcome.Result);
        Assert.Single((IEnumerable<string>)result["rows"]!);
        Assert.Contains("ReadLines", kit.Ledger.Records[^1].Text(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(HeldResults))]
    public async Task Result_HoldsItsElements_IsRedacted(object rows)
    {
        var outcome = await CallAsync(Redact, rows);

        Assert.Equal("""[{"ssn":"[redacted]"}]""", outcome.Result!.ToString());
    }

    public static TheoryData<object> HeldResults =>
    [
        new object[] { Row },
        new List<Dictionary<string, object?>> { Row },
        new HashSet<object> { Row },
        new Queue<object>([Row]),
        System.Collections.Immutable.ImmutableArray.Create<object>(Row),
        new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["ssn"] = "1" }),
    ];

    [Fact]
    public async Task Result_LazyAndToBeRedacted_IsWithheldUnread()
    {
        var reader = new StringReader("a\nb");

        var outcome = await CallAsync(Redact, ReadLines(reader));

        Assert.Equal(GuardCodes.ResultWithheld, outcome.Refusal!.Code);
        Assert.Equal("a", await reader.ReadLineAsync(TestGuard.Cancellation));
    }

    private static Dictionary<string, object?> Row => new() { ["ssn"] = "1" };

    private static async Task<ToolCallOutcome> CallAsync(string policy, object result)
    {
        await using var kit = Kit(policy, result);
        return await kit.CallAsync("T");
    }

    private static TestGuard Kit(string policy, object result) =>
        new(policy, options => options.Evidence.Capture = options.Evidence.Capture with { IncludeOutput = true })
        {
            Tool = new SpyTool { Does = (_, _) => ValueTask.FromResult<object?>(result) },
        };

    private static IEnumerable<string> ReadLines(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
