using System.Text.Json;

namespace KernelGuard.Hosts.Tests.Cli.Commands;

public sealed class RolesDiffCommandTests : IDisposable
{
    private const string Policy = """
        kernelguard: 1
        policy: p
        vars: { limit: "5" }
        agents:
          bot: { roles: [pay], trust: new }
          reader: { roles: [read] }
        roles:
          pay: { may: [Pay, Drop], where: args.x == 1 }
          read: { may: "*.Read" }
        rules:
          - { id: reads, tool: "*.Read", effect: log_only, reason: reading is free }
          - { id: paying, tool: Pay, when: args.x < vars.limit, effect: allow }
          - { id: never, tool: Drop, effect: deny }
          - { id: some, tool: Pay, effect: throttle, throttle: { limit: 10, per: 1h } }
        """;

    private static readonly string[] Directions = ["widened", "narrowed", "unclear"];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("roles: [pay]", "roles: [pay, read]", "widened", "agent bot: reaches more [Orders.Read] / widened agent bot: roles: pay -> pay, read []")]
    [InlineData("roles: [read] }", "roles: [read] }\n  extra: { roles: [pay] }", "widened", "agent extra: is new: roles pay [Drop, Pay]")]
    [InlineData("\n  reader: { roles: [read] }", "", "narrowed", "agent reader: is gone: roles read [Orders.Read]")]
    [InlineData("trust: new", "trust: full", "unclear", "agent bot: trust: new -> full []")]
    [InlineData("trust: new", "since: 2026-11-01", "unclear", "agent bot: trust: new -> - [] / unclear agent bot: since: - -> 2026-11-01T00:00:00Z []")]
    [InlineData("trust: new", "trust: new, attributes: { team: a }", "unclear", """agent bot: attributes: {} -> {"team":"a"} []""")]
    [InlineData("may: [Pay, Drop]", "may: [Pay]", "narrowed", "role pay: reaches less [Drop] / narrowed role pay: may: Pay, Drop -> Pay [] / narrowed agent bot: reaches less [Drop]")]
    [InlineData(""" may: "*.Read" """, """ may: "Orders.*" """, "unclear", "role read: may: *.Read -> Orders.* []")]
    [InlineData(", where: args.x == 1", "", "widened", "role pay: where: args.x == 1 -> (always) []")]
    [InlineData("args.x == 1", "args.x == 2", "unclear", "role pay: where: args.x == 1 -> args.x == 2 []")]
    [InlineData("where: args.x == 1", "where: args.x == 1, who: user", "narrowed", "role pay: the user has to hold it now too []")]
    [InlineData("where: args.x == 1", "where: args.x == 1, grants: true", "widened", "role pay: permits by itself now [Drop, Pay]")]
    [InlineData("rules:\n", "rules:\n  - { id: extra, tool: Drop, effect: require_approval }\n", "widened", "rule p/extra: is new: permitted once a reviewer agreed [Drop] of pay")]
    [InlineData("rules:\n", "rules:\n  - { id: extra, tool: Orders.Read, effect: require_approval }\n", "narrowed", "rule p/extra: is new: permitted once a reviewer agreed [Orders.Read] of read")]
    [InlineData("rules:\n", "rules:\n  - { id: extra, tool: Pay, effect: sandbox }\n", "unclear", "rule p/extra: is new: refused, since nothing stands in for it [Pay] of pay")]
    [InlineData("rules:\n", "rules:\n  - { id: extra, tool: Shell, effect: allow }\n", "unclear", "rule p/extra: is new: permitted; no role reaches it [Shell]")]
    [InlineData("\n  - { id: never, tool: Drop, effect: deny }", "", "widened", "rule p/never: is gone: refused [Drop] of pay")]
    [InlineData("effect: deny", "effect: deny, mode: observe", "widened", "rule p/never: refused -> would be refused (only observed) (changed: mode) [Drop] of pay")]
    [InlineData("effect: deny", "effect: require_approval", "widened", "rule p/never: refused -> permitted once a reviewer agreed (changed: effect) [Drop] of pay")]
    [InlineData("when: args.x < vars.limit, ", "", "widened", "rule p/paying: permitted when args.x is under vars.limit -> permitted (changed: when) [Pay] of pay")]
    [InlineData("tool: Drop, effect: deny", "tool: [Drop, Pay], effect: deny", "narrowed", "rule p/never: refused (changed: tool) [Drop, Pay] of pay")]
    [InlineData("limit: 10", "limit: 20", "widened", "rule p/some: limited to 10 calls in 1 hour -> limited to 20 calls in 1 hour (changed: throttle) [Pay] of pay")]
    [InlineData("per: 1h", "per: 2h", "unclear", "rule p/some: limited to 10 calls in 1 hour -> limited to 10 calls in 2 hours (changed: throttle) [Pay] of pay")]
    [InlineData("limit: \"5\"", "limit: \"9\"", "unclear", "policy p: `vars.limit` changed []")]
    [InlineData("policy: p\n", "policy: p\nset: { mode: observe }\n", "widened", "set : is only observed now: calls run, whatever rules say that do not enforce themselves []")]
    [InlineData("policy: p\n", "policy: p\nset: { on_evidence_failure: allow }\n", "widened", "set : lets calls run now whose decision cannot be recorded []")]
    [Trait("Requirement", "S5-26")]
    public async Task Diff_OneChange_IsSaidWithItsDirectionAndTheReverse(string old, string now, string direction, string expected)
    {
        var changed = Policy.Replace(old, now, StringComparison.Ordinal);
        Assert.NotEqual(Policy, changed);

        Assert.Equal($"{direction} {expected}", string.Join(" / ", Changes(await DiffAsync(Policy, changed))));

        var opposite = direction switch { "widened" => "narrowed", "narrowed" => "widened", _ => direction };
        Assert.All(Changes(await DiffAsync(changed, Policy)), change => Assert.StartsWith(opposite, change, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Diff_OnlyWordsDiffer_FindsNothing()
    {
        var output = await CliCall.RunAsync(Arguments(Policy, Policy.Replace("reading is free", "reading costs nothing", StringComparison.Ordinal)));

        Assert.Contains("Nothing differs in what anybody may do.", output.Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_FirstRolesAndAgents_CloseTheGate()
    {
        const string Open = "kernelguard: 1\npolicy: p\nrules: [{ id: r, tool: Pay, effect: allow }]\n";
        const string Gated = Open + "agents: { bot: { roles: [pay] } }\nroles: { pay: { may: Pay } }\n";

        Assert.Contains("narrowed set : declares roles now: others are refused []", Changes(await DiffAsync(Open, Gated)));
        Assert.Contains("widened set : declares no agents any more: others are not refused for it []", Changes(await DiffAsync(Gated, Open)));
    }

    [Fact]
    public async Task Diff_OrderOfFirstMatch_IsToBeRead()
    {
        const string Rules = "kernelguard: 1\npolicy: p\ncombine: first_match\nrules:\n  - { id: a, tool: Pay, effect: allow }\n  - { id: b, tool: Pay, effect: deny }\n";
        const string Turned = "kernelguard: 1\npolicy: p\ncombine: first_match\nrules:\n  - { id: b, tool: Pay, effect: deny }\n  - { id: a, tool: Pay, effect: allow }\n";

        Assert.Equal(
            ["unclear policy p: the order of its rules changed, and the first that matches decides []"], Changes(await DiffAsync(Rules, Turned)));
    }

    [Fact]
    public async Task Diff_Default_CountsAsARule()
    {
        const string Silent = "kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: Pay, when: args.x > 1, effect: deny }]\n";

        Assert.Equal(
            ["widened rule p/default: is new: permitted where no other rule of the policy decides [Pay]"],
            Changes(await DiffAsync(Silent, Silent + "default: allow\napplies_to: [Pay]\n")));
    }

    [Fact]
    public async Task Diff_RuleThatKeepsADefaultFromSpeaking_IsToBeRead()
    {
        const string Closed = "kernelguard: 1\npolicy: p\ndefault: deny\napplies_to: [Pay]\nrules:\n  - { id: a, tool: Drop, effect: allow }\n  - { id: b, tool: '*', effect: log_only }\n";

        Assert.StartsWith(
            "unclear rule p/c: is new",
            Assert.Single(Changes(await DiffAsync(Closed, Closed + "  - { id: c, tool: Pay, effect: require_approval }\n"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_RolesGoAltogether_NothingNarrows()
    {
        const string Gated = "kernelguard: 1\npolicy: p\nroles: { clerk: { may: Pay } }\nrules: [{ id: a, tool: '*', effect: allow }]\n";

        var changes = Changes(await DiffAsync(Gated, Gated.Replace("roles: { clerk: { may: Pay } }\n", "", StringComparison.Ordinal)));

        Assert.DoesNotContain(changes, change => change.StartsWith("narrowed", StringComparison.Ordinal));
        Assert.Contains(changes, change => change.StartsWith("widened", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Diff_BrokenPolicies_CannotRun() => (await CliCall.RunAsync(Arguments(Policy, "kernelguard: 1"))).Expect(2);

    private async Task<JsonElement> DiffAsync(string from, string to) => (await CliCall.RunAsync([.. Arguments(from, to), "--json"])).Expect(1).Json;

    private string[] Arguments(string from, string to) =>
    [
        "roles", "diff", "--from", _folder.Write("from.yaml", from), "--to", _folder.Write("to.yaml", to),
        "--tools", _folder.Write("tools.json", """[{"name":"Pay"},{"name":"Drop"},{"name":"Orders.Read"},{"name":"Shell"}]"""),
    ];

    private static List<string> Changes(JsonElement json) =>
    [
        .. Directions.SelectMany(direction => json.GetProperty(direction).EnumerateArray(), (direction, change) =>
            $"{direction} {change.GetProperty("kind")} {change.GetProperty("id")}: {change.GetProperty("what")} [{Texts(change, "tools")}]"
            + (Texts(change, "roles") is { Length: > 0 } roles ? $" of {roles}" : "")),
    ];

    private static string Texts(JsonElement change, string name) => string.Join(", ", change.GetProperty(name).EnumerateArray());
}
