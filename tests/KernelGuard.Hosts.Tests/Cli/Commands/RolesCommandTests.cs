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
            """[{"tool":"Pay","rules":[{"policy":"p","rule":"never","effect":"deny","mode":"observe","condition":"args.x > 5"},{"policy":"p","rule":"role:pay","effect":"allow","mode":"enforce","condition":"\"pay\" in agent.roles && \"pay\" in user.roles && (args.x == 1)"}]}]""",
            json.GetProperty("tools").GetRawText());
        Assert.Equal("user", json.GetProperty("who").GetString());
        Assert.True(json.GetProperty("grants").GetBoolean());
        Assert.Equal("""["bot"]""", json.GetProperty("agents").GetRawText());
    }

    [Fact]
    public async Task Show_WithoutTools_KnowsWhatThePoliciesName()
    {
        var output = (await CliCall.RunAsync("roles", "show", "pay", "--policy", _folder.Write("p.yaml", Policy))).Expect(0).Output;

        Assert.Contains("refused when args.x is over 5 (only observed)", output, StringComparison.Ordinal);
        Assert.Contains("the user has to hold it too", output, StringComparison.Ordinal);
        Assert.Contains("this permits by itself", output, StringComparison.Ordinal);
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
