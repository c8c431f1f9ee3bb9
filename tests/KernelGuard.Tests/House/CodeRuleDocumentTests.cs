using System.Text.RegularExpressions;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Rules;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.House;

/// <summary>What docs/code-rules.md shows is what happens.</summary>
public sealed partial class CodeRuleDocumentTests
{
    private const string Policy = "kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: Payments.*, effect: allow }]";

    [Fact]
    public void Examples_AreTheCodeThatIsRun()
    {
        var fences = Markdown.Fences(Repository.Read("docs/code-rules.md"), "csharp").ToList();
        var rule = Region().Match(Repository.Read("tests/KernelGuard.Tests/House/CodeRuleExample.cs")).Groups["code"].Value;
        var uses = Region().Matches(Repository.Read("tests/KernelGuard.Tests/House/CodeRuleDocumentTests.cs")).Select(match => Unindented(match.Groups["code"].Value));

        Assert.Equal([rule, .. uses], fences);
    }

    [Theory]
    [InlineData("""{"amount":20,"account":"ok"}""", null)]
    [InlineData("""{"amount":20,"account":"bad"}""", "blocked_account")]
    [InlineData("""{"amount":900,"account":"ok"}""", "over_cap")]
    [InlineData("""{"amount":20}""", GuardCodes.RuleError)]
    public async Task Examples_Decide(string arguments, string? code)
    {
        await using var kit = new TestGuard(Policy, options => Configure(options, (account, _) => ValueTask.FromResult(account == "bad")));

        Assert.Equal(code, (await kit.CallAsAnnAsync("Payments.Send", arguments)).Decision.Code);
    }

    private static void Configure(GuardOptions options, Func<string, CancellationToken, ValueTask<bool>> isBlocked)
    {
        // example:begin
        options.Rules.Add(new BlockedAccounts(isBlocked));
        options.Rules.Add(GuardRules.Define("cap", version: "1")
            .For("Payments.*")
            .When(call => call.Arguments.Double("amount") > 500)
            .Deny("over_cap", "No payment over 500."));
        // example:end
    }

    [Theory]
    [InlineData("ok", null)]
    [InlineData("bad", "blocked_account")]
    public async Task ExampleWithoutDocuments_Decides(string account, string? code)
    {
        var isBlocked = (string asked, CancellationToken _) => ValueTask.FromResult(asked == "bad");

        // example:begin
        await using var guard = ToolCallGuard.Create(options =>
        {
            options.PolicyPath = null;
            options.Rules.Add(GuardRules.Define("payments", version: "1").For("Payments.*").Allow());
            options.Rules.Add(new BlockedAccounts(isBlocked));
        });
        // example:end

        var decision = await guard.DecideAsync(new ToolCall("Payments.Send", new Dictionary<string, object?> { ["account"] = account }), TestGuard.Cancellation);

        Assert.Equal(code, decision.Code);
    }

    [Fact]
    public async Task ExampleOfWords_PrintsWhatIsShown()
    {
        using var Console = new StringWriter { NewLine = "\n" };
        await using var guard = ToolCallGuard.Create(options =>
        {
            options.PolicyPath = null;
            options.Rules.Add(GuardRules.Define("payments", version: "1").For("Payments.*").Allow());
            options.Rules.Add(new BlockedAccounts((_, _) => ValueTask.FromResult(false)));
        });

        // example:begin
        foreach (var policy in guard.DescribePolicies())
        {
            Console.WriteLine(policy);
        }
        // example:end

        Assert.Equal(Markdown.Fences(Repository.Read("docs/code-rules.md"), "text"), [Console.ToString()]);
    }

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Length > 8 ? line[8..] : line.TrimStart()));

    [GeneratedRegex(@"// example:begin\n(?<code>.*?) *// example:end", RegexOptions.Singleline)]
    private static partial Regex Region();
}
