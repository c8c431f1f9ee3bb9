namespace KernelGuard.Hosts.Tests.Cli.Commands;

public sealed class RolesCommandTests : IDisposable
{
    private const string Policy = """
        kernelguard: 1
        policy: p
        agents: { bot: { roles: [pay, read] }, reader: { roles: read } }
        roles:
          pay: { may: [Pay, Ghost*], who: user, grants: true, where: args.x == 1 }
          read: { may: "*.Read" }
        tools: { Pay: { also: [pay_out] } }
        rules:
          - { id: reads, tool: "*.Read", effect: log_only }
          - { id: never, tool: [Pay, Drop], when: args.x > 5, effect: deny, mode: observe }
        """;

    private const string Tools = """[{"name":"pay_out"},{"name":"Orders.Read"},{"name":"Drop"}]""";
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Requirement", "S5-26")]
    public async Task Show_Role_ListsAllThatItReaches()
    {
        var json = (await CliCall.RunAsync(
            "roles", "show", "pay", "--policy", _folder.Write("p.yaml", Policy), "--tools", _folder.Write("t.json", Tools), "--json")).Expect(0).Json;

        Assert.Equal(
            """[{"tool":"Pay","rules":[{"policy":"p","rule":"never","effect":"deny","mode":"observe","condition":"args.x > 5","combine":"deny_overrides"},{"policy":"p","rule":"role:pay","effect":"allow","mode":"enforce","condition":"\"pay\" in agent.roles && \"pay\" in user.roles && (args.x == 1)","combine":"deny_overrides"}]}]""",
            json.GetProperty("tools").GetRawText());
        Assert.Equal("user", json.GetProperty("who").GetString());
        Assert.True(json.GetProperty("grants").GetBoolean());
        Assert.Equal("""["bot"]""", json.GetProperty("agents").GetRawText());
    }

    [Fact]
    public async Task Show_WithoutTools_KnowsWhatThePoliciesName()
    {
        var output = (await CliCall.RunAsync("roles", "show", "pay", "--policy", _folder.Write("p.yaml", Policy))).Expect(0).Output;

        Assert.Contains("would be refused when args.x is over 5 (only observed)", output, StringComparison.Ordinal);
        Assert.Contains("the user has to hold it too", output, StringComparison.Ordinal);
        Assert.Contains("this permits by itself", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("effect: deny, mode: observe", "refused: no rule permits it that is not only observed")]
    [InlineData("effect: require_approval, mode: observe", "refused: no rule permits it that is not only observed")]
    [InlineData("effect: throttle, throttle: { limit: 1, per: 1h }", "refused: no rule permits it")]
    [InlineData("effect: deny, when: args.x > 5", "refused: no rule permits it")]
    [InlineData("effect: allow", null)]
    [InlineData("effect: require_approval", null)]
    public async Task Show_ToolThatNoRulePermits_IsSaidToBeRefused(string rule, string? expected)
    {
        var policy = _folder.Write("p.yaml", $$"""
            kernelguard: 1
            policy: p
            roles: { r: { may: Pay } }
            rules: [{ id: a, tool: Pay, {{rule}} }, { id: b, tool: Other, effect: allow }]
            """);

        var output = (await CliCall.RunAsync("roles", "show", "r", "--policy", policy)).Expect(0).Output;

        Assert.Equal(expected is null ? [] : [expected], output.Split('\n').Where(line => line.Contains("no rule permits it", StringComparison.Ordinal) && line.StartsWith("Pay", StringComparison.Ordinal)).Select(line => line["Pay".Length..].TrimEnd('-', ' ').Trim()));
    }

    [Fact]
    public async Task Show_ObservedSetInOrder_SaysBoth()
    {
        var policy = _folder.Write("p.yaml", Policy.Replace("policy: p\n", "policy: p\nset: { mode: observe }\ncombine: first_match\n", StringComparison.Ordinal));

        var result = await CliCall.RunAsync("roles", "show", "pay", "--policy", policy);

        Assert.Contains("runs unless a rule that binds says otherwise: the set is observed", result.Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("Who may act and what roles cover is recorded and does not bind.", result.Output, StringComparison.Ordinal);
        Assert.Contains("\"combine\":\"first_match\"", (await CliCall.RunAsync("roles", "show", "pay", "--policy", policy, "--json")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_NoSuchRole_CannotRun()
    {
        var result = (await CliCall.RunAsync("roles", "show", "none", "--policy", _folder.Write("p.yaml", Policy))).Expect(2);

        Assert.Contains("there is no role `none`: the roles are `pay`, `read`", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Roles_NamesTheirHolders()
    {
        var json = (await CliCall.RunAsync("roles", "list", "--policy", _folder.Write("p.yaml", Policy), "--json")).Expect(0).Json;

        Assert.Equal(
            [("pay", """["bot"]"""), ("read", """["bot","reader"]""")],
            json.GetProperty("roles").EnumerateArray().Select(role => (role.GetProperty("role").GetString(), role.GetProperty("agents").GetRawText())));
    }

    [Fact]
    public async Task List_NoRoles_SaysSo() => Assert.Contains(
        "There are no roles", (await CliCall.RunAsync("roles", "list", "--policy", _folder.Write("p.yaml", Policies.Permissive))).Expect(0).Output, StringComparison.Ordinal);

    [Fact]
    [Trait("Requirement", "S5-24")]
    [Trait("Requirement", "S5-25")]
    public async Task Check_Orphans_AreReported()
    {
        var output = (await CliCall.RunAsync(
            "check", _folder.Write("p.yaml", Policy.Replace("roles: [pay, read]", "roles: read", StringComparison.Ordinal)),
            "--tools", _folder.Write("t.json", Tools), "--strict")).Expect(1).Output;

        Assert.Contains("warning[unheld_role]: no agent has the role `pay`", output, StringComparison.Ordinal);
        Assert.Contains("warning[unmatched_pattern]: the role `pay` may call `Ghost*`", output, StringComparison.Ordinal);
        Assert.Contains("warning[tool_of_no_role]: no role may call the tool `Drop`", output, StringComparison.Ordinal);
        Assert.DoesNotContain("`Pay`,", output, StringComparison.Ordinal);
    }
}
