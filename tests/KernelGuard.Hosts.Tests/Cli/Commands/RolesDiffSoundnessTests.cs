using System.Globalization;
using System.Text.Json;

namespace KernelGuard.Hosts.Tests.Cli.Commands;

/// <summary>What <c>roles diff</c> says against what <c>decide</c> decides: no call may pass more easily by a version that is said only to be narrower, and the reverse.</summary>
public sealed class RolesDiffSoundnessTests : IDisposable
{
    private static readonly string[] Tools = ["A", "B", "*"];
    private static readonly string[] Conditions = ["", "when: args.x > 1, ", "when: args.x > 2, ", "when: agent.trust == \"full\", "];
    private static readonly string[] Effects = ["allow", "allow", "log_only", "require_approval", "sandbox, sandbox: { result: 1 }", "deny"];
    private static readonly string[] Modes = ["", "", "", ", mode: observe"];
    private static readonly string[] Strictness = ["allow", "log_only", "require_approval", "sandbox", "deny"];
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [Trait("Requirement", "S5-26")]
    public async Task Diff_RandomChanges_NeverSaysNarrowedOfWhatWasWidened(int seed)
    {
        var random = new Random(seed);
        var calls = _folder.Write("calls.jsonl", string.Join('\n', Calls()));
        var (wider, narrower) = (0, 0);
        for (var i = 0; i < 60; i++)
        {
            var before = Enumerable.Range(0, 10).Select(slot => Fill(slot, random)).ToArray();
            var after = before.ToArray();
            var changed = random.Next(after.Length);
            after[changed] = Fill(changed, random);
            var (from, to) = (_folder.Write("from.yaml", Write(before)), _folder.Write("to.yaml", Write(after)));

            var (old, now) = (await DecideAsync(from, calls), await DecideAsync(to, calls));
            var diff = (await CliCall.RunAsync("roles", "diff", "--from", from, "--to", to, "--json")).Json;

            var text = $"{Write(before)}\n---\n{Write(after)}\n{diff}";
            wider += Expect(diff, "widened", old.Zip(now).Any(pair => pair.Second < pair.First), text);
            narrower += Expect(diff, "narrowed", old.Zip(now).Any(pair => pair.Second > pair.First), text);
        }

        Assert.True(wider > 3 && narrower > 3, "the changes make no difference");
    }

    private static int Expect(JsonElement diff, string direction, bool happened, string text)
    {
        Assert.True(!happened || diff.GetProperty(direction).GetArrayLength() + diff.GetProperty("unclear").GetArrayLength() > 0, text);
        return happened ? 1 : 0;
    }

    // Slots 0 to 4 are rules; the others what one line of the rest says.
    private static string Fill(int slot, Random random) => slot switch
    {
        < 5 => random.Next(4) == 0 ? "" : Rule(slot, random),
        5 => Pick(random, "full", "new"),
        6 => Pick(random, "[one]", "[two]", "[one, two]"),
        7 => $"may: {Pick(random, "A", "[A, B]", "\"*\"")}{Pick(random, "", ", grants: true", ", where: args.x > 1", ", who: user")}",
        8 => $"may: {Pick(random, "B", "[B, C]")}{Pick(random, "", ", grants: true")}",
        _ => Pick(random, "", "", "combine: first_match", "default: allow\napplies_to: [A]", "default: deny\napplies_to: [B]", "set: { mode: observe }"),
    };

    private static string Rule(int slot, Random random)
    {
        var effect = Pick(random, Effects);
        var mode = effect is "allow" or "log_only" ? "" : Pick(random, Modes);
        return $"  - {{ id: r{slot}, tool: \"{Pick(random, Tools)}\", {Pick(random, Conditions)}effect: {effect}{mode} }}\n";
    }

    private static string Write(string[] slots) =>
        $"kernelguard: 1\npolicy: p\n{slots[9]}\nagents: {{ bot: {{ roles: {slots[6]}, trust: {slots[5]} }} }}\n"
        + $"roles:\n  one: {{ {slots[7]} }}\n  two: {{ {slots[8]} }}\nrules:\n{string.Concat(slots[..5])}  - {{ id: last, tool: C, effect: allow }}\n";

    private static IEnumerable<string> Calls() =>
        from tool in (string[])["A", "B", "C"]
        from x in (int[])[1, 2, 3]
        from role in (string[])["one", "none"]
        select string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":"{{tool}}{{x}}{{role}}","session":"{{tool}}{{x}}{{role}}","agent":"bot","user":{"id":"u","roles":["{{role}}"]},"tool":"{{tool}}","args":{"x":{{x}}} }""");

    // Flagged or not, the call runs.
    private static async Task<List<int>> DecideAsync(string policy, string calls) =>
    [
        .. (await CliCall.RunAsync("decide", "--policy", policy, "--calls", calls)).Expect(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Math.Max(1, Array.IndexOf(Strictness, JsonDocument.Parse(line).RootElement.GetProperty("decision").GetString()))),
    ];

    private static string Pick(Random random, params string[] items) => items[random.Next(items.Length)];
}
