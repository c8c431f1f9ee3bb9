using System.Text.RegularExpressions;
using KernelGuard.Adapters.Tests.Chat;
using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Samples;

/// <summary>What docs/migrating.md shows of native approvals is what happens.</summary>
public sealed partial class NativeExampleTests
{
    private static string Read(string path) => Repository.Read(path);

    [Fact]
    public void Example_InTheDocument_IsTheCodeThatIsRun()
    {
        var region = Region().Match(Read("tests/KernelGuard.Adapters.Tests/Samples/NativeExample.cs")).Groups["code"].Value;
        var lines = region.Split('\n').Select(line => line.Length > 8 ? line[8..] : line.TrimStart());

        Assert.Contains($"```csharp\n{string.Join('\n', lines)}```", Read("docs/migrating.md"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S4-42")]
    [Trait("Requirement", "S4-44")]
    public async Task Example_Run_AsksAndRunsWhatWasApproved()
    {
        var rule = RuleFence().Match(Read("docs/migrating.md")).Groups["rule"].Value;
        await using var fixture = new GuardFixture($"kernelguard: 1\npolicy: refunds\nrules:\n{rule}");
        var refunded = new List<double>();
        var issue = AIFunctionFactory.Create((double amount) => refunded.Add(amount), "Refunds_Issue");
        using var model = new ScriptedChatClient([new FunctionCallContent("c1", "Refunds_Issue", new Dictionary<string, object?> { ["amount"] = 120.0 })], [new TextContent("done")]);

        var (ticket, response) = await NativeExample.RunAsync(fixture.Path, model, [new ChatMessage(ChatRole.User, "go")], ChatTurn.With(issue));

        Assert.Equal([120.0], refunded);
        Assert.Equal("Refunds from 100 to 500 need a finance lead.", ticket.Reason);
        Assert.Equal("done", response.Text);
    }

    [GeneratedRegex(@"// example:begin\n(?<code>.*?) *// example:end", RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"```yaml\n(?<rule>  - id: medium\n.*?)```", RegexOptions.Singleline)]
    private static partial Regex RuleFence();
}
