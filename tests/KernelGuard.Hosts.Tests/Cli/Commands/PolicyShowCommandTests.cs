namespace KernelGuard.Hosts.Tests.Cli.Commands;

public sealed class PolicyShowCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Requirement", "S3-45")]
    public async Task Show_Json_HasEveryRuleWithItsTextBesideIt()
    {
        _folder.Write("a.yaml", Policies.Refunds.Replace("policy: refunds", "policy: refunds\ndescription: Money.", StringComparison.Ordinal));
        _folder.Write("b.yaml", Policies.Permissive);

        var json = (await CliCall.RunAsync("policy", "show", "--policy", _folder.Path, "--json")).Expect(0).Json;

        Assert.Equal(["permissive", "refunds"], json.GetProperty("policies").EnumerateArray().Select(policy => policy.GetProperty("policy").GetString()));
        var refunds = json.GetProperty("policies")[1];
        Assert.Equal("Money.", refunds.GetProperty("description").GetString());
        Assert.Equal("double(args.amount)", refunds.GetProperty("vars").GetProperty("amount").GetString());
        var large = refunds.GetProperty("rules")[2];
        Assert.Equal(
            ["rule", "effect", "mode", "tools", "when", "description", "reason", "sentence"],
            large.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("large", "deny", "vars.amount > 500.0"), (Text(large, "rule"), Text(large, "effect"), Text(large, "when")));
        Assert.StartsWith("Refunds.Issue: refused when vars.amount is over 500.0, with the code refund_over_cap — ", Text(large, "sentence"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "deny_overrides", null)]
    [InlineData("combine: first_match, default: deny, applies_to: [Pay]", "first_match", "deny")]
    [InlineData("default: allow, applies_to: [Pay]", "deny_overrides", "allow")]
    public async Task Show_Json_SaysHowRulesCombine(string keys, string combine, string? usual)
    {
        var path = _folder.Write("p.yaml", $$"""{ kernelguard: 1, policy: p, rules: [{ id: default, tool: Pay, effect: allow }]{{(keys.Length == 0 ? "" : ", ")}}{{keys}} }""".Replace("id: default", usual is null ? "id: default" : "id: a", StringComparison.Ordinal));

        var policy = (await CliCall.RunAsync("policy", "show", "--policy", path, "--json")).Expect(0).Json.GetProperty("policies")[0];

        Assert.Equal((combine, usual), (Text(policy, "combine"), Text(policy, "default")));
        Assert.Equal(combine == "first_match", policy.GetProperty("sentences").GetRawText().Contains("the first of its rules that matches decides", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "S5-37")]
    public async Task Show_Json_HasTheLimitsAndWhatIsWithoutOne()
    {
        var path = _folder.Write("p.yaml", """
            kernelguard: 1
            policy: p
            counters: { paid: { tool: Pay, add: double(args.amount), per: 24h, by: [user.id] } }
            rules:
              - { id: work, tool: [Pay, Mail], effect: allow }
              - { id: cap, tool: Pay, when: counters.paid + double(args.amount) > 99.5, effect: deny }
            """);

        var json = (await CliCall.RunAsync("policy", "show", "--policy", path, "--json")).Expect(0).Json;

        Assert.Equal(
            """[{"rule":"cap","tools":["Pay"],"amount":99.5,"of":"double(args.amount)","per_seconds":86400,"by":["user.id"],"sentence":"Pay: at most 99.5 of double(args.amount) in 24 hours for each user.id (p/cap)"}]""",
            json.GetProperty("policies")[0].GetProperty("limits").GetRawText());
        Assert.Equal("""["Mail"]""", json.GetProperty("without_limit").GetRawText());
    }

    [Theory]
    [InlineData("set: { mode: observe }\n", "1", "*")]
    [InlineData("", "0.0", "Pay")]
    [InlineData("", "1", null)]
    public async Task Show_WhatIsWithoutALimit_IsListed(string set, string cost, string? expected)
    {
        var path = _folder.Write("p.yaml", $$"""
            {{set}}kernelguard: 1
            policy: p
            rules:
              - { id: work, tool: Pay, effect: allow }
              - { id: limit, tool: Pay, effect: throttle, mode: enforce, throttle: { limit: 5, per: 1h, cost: {{cost}} } }
            """);

        var json = (await CliCall.RunAsync("policy", "show", "--policy", path, "--json")).Expect(0).Json;

        Assert.Equal(expected is null ? "[]" : $"[\"{expected}\"]", json.GetProperty("without_limit").GetRawText());
    }

    [Fact]
    public async Task Show_ObservedSet_SaysSo()
    {
        var path = _folder.Write("p.yaml", "set: { mode: observe }\n" + Policies.Permissive);

        var output = (await CliCall.RunAsync("policy", "show", "--policy", path)).Expect(0).Output;

        Assert.Contains("every tool: would be permitted (only observed) (permissive/all)", output, StringComparison.Ordinal);
        Assert.Contains("The set is observed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_EscapeSequencesInPolicy_AreNotPrinted()
    {
        var path = _folder.Write("p.yaml", Policies.Permissive.Replace("effect: allow", "effect: allow, description: \"\\e[2J\"", StringComparison.Ordinal));

        Assert.DoesNotContain('\u001b', (await CliCall.RunAsync("policy", "show", "--policy", path)).Output);
    }

    [Fact]
    public async Task Show_BrokenPolicy_CannotRunAndSaysWhy() => Assert.Contains(
        "did you mean `effect`?",
        (await CliCall.RunAsync("policy", "show", "--policy", _folder.Write("p.yaml", Policies.Permissive.Replace("effect", "efect", StringComparison.Ordinal)))).Expect(2).Error,
        StringComparison.Ordinal);

    private static string? Text(System.Text.Json.JsonElement element, string name) => element.GetProperty(name).GetString();
}
