using KernelGuard.Calls;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules;

/// <summary>Every input of a policy can be read by a rule, and makes a difference.</summary>
public sealed class InputTests
{
    [Theory]
    [Trait("Requirement", "S3-01")]
    [Trait("Requirement", "S3-02")]
    [Trait("Requirement", "S3-03")]
    [Trait("Requirement", "S3-04")]
    [Trait("Requirement", "S3-05")]
    [Trait("Requirement", "S3-06")]
    [Trait("Requirement", "S3-07")]
    [Trait("Requirement", "S3-09")]
    [Trait("Requirement", "S3-10")]
    [Trait("Requirement", "S4-02")]
    [Trait("Requirement", "S4-04")]
    [Trait("Requirement", "S4-05")]
    [Trait("Requirement", "S4-06")]
    [Trait("Requirement", "S4-08")]
    [Trait("Requirement", "S4-56")]
    [InlineData("agent.id == 'bot'", "agent.id == 'other'")]
    [InlineData("'ops' in agent.roles", "'admin' in agent.roles")]
    [InlineData("'lead' in user.roles", "'admin' in user.roles")]
    [InlineData("user.tenant == 't1'", "user.tenant == 't2'")]
    [InlineData("user.workspace == 'w1'", "user.workspace == 'w2'")]
    [InlineData("env.name == 'prod'", "env.name == 'test'")]
    [InlineData("tool.name == 'Mail.Send' && tool.plugin == 'Mail'", "tool.function == 'Read'")]
    [InlineData("double(args.amount) >= 10.5", "double(args.amount) > 10.5")]
    [InlineData("args.to.endsWith('@example.com')", "args.to.endsWith('@example.org')")]
    [InlineData("'pii' in tool.data", "'money' in tool.data")]
    [InlineData("args.region == 'eu'", "args.region == 'us'")]
    [InlineData("url(args.url).hostIsUnder('example.com')", "url(args.url).hostIs('example.com')")]
    [InlineData("args.rows.size() == 3", "args.rows.size() > 3")]
    [InlineData("request.time.getHours('UTC') == 10", "request.time.getHours('UTC') == 11")]
    [InlineData("context.risk_score < 0.5", "context.risk_score > 0.5")]
    [InlineData("resource.owner == user.id", "resource.owner != user.id")]
    public async Task Call_ConditionReadsAnInput_Decides(string holds, string fails)
    {
        foreach (var (condition, expected) in new[] { (holds, true), (fails, false) })
        {
            await using var kit = new TestGuard($$"""
                kernelguard: 1
                policy: p
                agents: { bot: { roles: [ops] } }
                tools: { Mail.Send: { data: [pii] } }
                rules: [{ id: r, tool: "*", when: "{{condition}}", effect: allow }]
                """);
            using var scope = kit.Guard.BeginScope("s1", "bot", new UserIdentity("ann", ["lead"], "t1", "w1"));

            var outcome = await kit.CallAsync(new ToolCall("Mail.Send", new Dictionary<string, object?>
            {
                ["amount"] = 10.5, ["to"] = "x@example.com", ["region"] = "eu", ["url"] = "https://api.example.com/x", ["rows"] = Enumerable.Range(0, 3).ToList(),
            })
            {
                Environment = new Dictionary<string, object?> { ["name"] = "prod" },
                Context = new Dictionary<string, object?> { ["risk_score"] = 0.25 },
                Resource = new Dictionary<string, object?> { ["owner"] = "ann" },
            });

            Assert.Equal(expected, outcome.Executed);
        }
    }
}
