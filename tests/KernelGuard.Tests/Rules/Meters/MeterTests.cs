using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules.Meters;

/// <summary>No two sums are taken for one.</summary>
public sealed class MeterTests
{
    private const string OnePerKey = """
        kernelguard: 1
        policy: p
        rules:
          - { id: all, tool: A, effect: allow }
          - { id: once, tool: A, effect: throttle, throttle: { limit: 1, per: 1h, by: [args.a, args.b] } }
        """;

    [Theory]
    [InlineData("""{"a":"a","b":"b:c"}""", """{"a":"a:b","b":"c"}""")]
    [InlineData("""{"a":"a","b":"b"}""", """{"a":"ab","b":""}""")]
    [InlineData("""{"a":"","b":"ab"}""", """{"a":"ab","b":""}""")]
    [InlineData("""{"a":"1","b":""}""", """{"a":1,"b":""}""")]
    [InlineData("""{"a":"true","b":""}""", """{"a":true,"b":""}""")]
    [InlineData("""{"a":1.5,"b":""}""", """{"a":"1.5","b":""}""")]
    [InlineData("""{"a":"6:1:x","b":"y"}""", """{"a":"6","b":"1:x6:1:y"}""")]
    [InlineData("""{"a":"a","b":"b"}""", """{"a":"A","b":"b"}""")]
    [InlineData("""{"a":"\u00e9","b":""}""", """{"a":"e\u0301","b":""}""")]
    public async Task Keys_ThatDiffer_HaveSumsOfTheirOwn(string one, string other)
    {
        await using var kit = new TestGuard(OnePerKey);

        Assert.True((await kit.CallAsAnnAsync("A", one)).Executed);
        Assert.True((await kit.CallAsAnnAsync("A", other)).Executed);
        Assert.False((await kit.CallAsAnnAsync("A", one)).Executed);
    }

    [Theory]
    [InlineData("""{"a":1,"b":"x"}""", """{"a":1.0,"b":"x"}""")]
    [InlineData("""{"b":"x","a":"y"}""", """{"a":"\u0079","b":"x"}""")]
    public async Task Keys_ThatAreEqual_ShareASum(string one, string other)
    {
        await using var kit = new TestGuard(OnePerKey);

        Assert.True((await kit.CallAsAnnAsync("A", one)).Executed);
        Assert.False((await kit.CallAsAnnAsync("A", other)).Executed);
    }

    [Fact]
    public async Task Keys_OfAnyLength_AreKeptApart()
    {
        await using var kit = new TestGuard(OnePerKey);
        string[] keys = [new('x', 127), new('x', 128), new('x', 129), new('x', 100_000), new string('x', 100_000) + "y"];

        foreach (var key in keys)
        {
            Assert.True((await kit.CallAsAnnAsync("A", $$"""{"a":"{{key}}","b":""}""")).Executed);
            Assert.False((await kit.CallAsAnnAsync("A", $$"""{"a":"{{key}}","b":""}""")).Executed);
        }
    }

    [Fact]
    public async Task Counters_OfOneNameInTwoDocuments_AreTwo()
    {
        static string Document(string id, int add) => $$"""
            kernelguard: 1
            policy: {{id}}
            counters: { n: { tool: A, add: {{add}}, per: 1h } }
            rules:
              - { id: all, tool: A, effect: allow }
              - { id: cap, tool: A, when: counters.n >= 6, effect: deny }
            """;
        await using var kit = new TestGuard([Document("p", 1), Document("q", 3)]);

        await kit.CallAsAnnAsync("A");
        await kit.CallAsAnnAsync("A");
        var refused = (await kit.CallAsAnnAsync("A")).Decision;

        Assert.Equal(("q", "2, 6"), (refused.Rule!.PolicyId, string.Join(", ", refused.Usage.Select(u => u.Used).Order())));
    }

    [Fact]
    public async Task ThrottleNamedLikeACounter_HasASumOfItsOwn()
    {
        await using var kit = new TestGuard("""
            kernelguard: 1
            policy: p
            counters: { n: { tool: A, per: 1h } }
            rules:
              - { id: all, tool: A, effect: allow }
              - { id: counters.n, tool: A, effect: throttle, throttle: { limit: 2, per: 1h } }
            """);

        Assert.True((await kit.CallAsAnnAsync("A")).Executed);
        Assert.True((await kit.CallAsAnnAsync("A")).Executed);
        Assert.False((await kit.CallAsAnnAsync("A")).Executed);
    }
}
