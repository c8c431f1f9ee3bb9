using System.Text.RegularExpressions;
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
        var lines = Region().Match(Repository.Read("tests/KernelGuard.Tests/House/CodeRuleDocumentTests.cs")).Groups["code"].Value.Split('\n');

        Assert.Equal([rule, string.Join('\n', lines.Select(line => line.Length > 8 ? line[8..] : line.TrimStart()))], fences);
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

    [GeneratedRegex(@"// example:begin\n(?<code>.*?) *// example:end", RegexOptions.Singleline)]
    private static partial Regex Region();
}
