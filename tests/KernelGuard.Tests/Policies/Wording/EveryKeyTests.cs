using KernelGuard.Policies;
using KernelGuard.Policies.Reading;
using KernelGuard.Policies.Wording;
using Xunit;

namespace KernelGuard.Tests.Policies.Wording;

/// <summary>No key of the language may be left out of what is said of a policy: two documents that differ in it are told differently.</summary>
public sealed class EveryKeyTests
{
    private const string Rules = "rules: [{ id: r, tool: Pay, effect: allow }]";

    // By owner: a document with a place, what stands there first, and what each key makes of it.
    private static readonly (KeySet Keys, string Document, string Usual, Dictionary<string, string> Changed)[] Owners =
    [
        (DocumentKeys.Document, "kernelguard: 1\n@", $"policy: p\n{Rules}", new()
        {
            ["policy"] = $"policy: q\n{Rules}",
            ["description"] = $"policy: p\ndescription: d\n{Rules}",
            ["mode"] = "policy: p\nmode: observe\nrules: [{ id: r, tool: Pay, effect: allow }]",
            ["paths"] = $"policy: p\npaths: windows\n{Rules}",
            ["vars"] = $"policy: p\nvars: {{ v: args.v }}\n{Rules}",
            ["levels"] = $"policy: p\nlevels: {{ l: [a, b] }}\n{Rules}",
            ["agents"] = $"policy: p\nagents: {{ a: {{}} }}\n{Rules}",
            ["roles"] = $"policy: p\nroles: {{ a: {{ may: Pay }} }}\n{Rules}",
            ["facts"] = $"policy: p\nfacts: {{ order: {{ a: int }} }}\n{Rules}",
            ["tools"] = $"policy: p\ntools: {{ Pay: {{}} }}\n{Rules}",
            ["counters"] = $"policy: p\ncounters: {{ c: {{ tool: Pay, per: 1h }} }}\n{Rules}",
            ["rules"] = "policy: p\nrules: [{ id: s, tool: Pay, effect: allow }]",
            ["default"] = $"policy: p\ndefault: deny\napplies_to: [Pay]\n{Rules}",
            ["applies_to"] = $"policy: p\ndefault: deny\napplies_to: [Drop]\n{Rules}",
            ["combine"] = $"policy: p\ncombine: first_match\n{Rules}",
            ["set"] = $"policy: p\nset: {{ on_evidence_failure: allow }}\n{Rules}",
        }),
        (DocumentKeys.Set, $"kernelguard: 1\npolicy: p\nset: {{ @ }}\n{Rules}", "", new()
        {
            ["mode"] = "mode: observe",
            ["on_evidence_failure"] = "on_evidence_failure: allow",
            ["policies"] = "policies: [p]",
        }),
        (DocumentKeys.Agent, $"kernelguard: 1\npolicy: p\nroles: {{ x: {{ may: Pay }} }}\nagents: {{ a: {{ @ }} }}\n{Rules}", "", new()
        {
            ["roles"] = "roles: [x]",
            ["since"] = "since: 2026-06-01",
            ["trust"] = "trust: full",
            ["attributes"] = "attributes: { a: 1 }",
        }),
        (DocumentKeys.Role, $"kernelguard: 1\npolicy: p\nroles: {{ a: {{ @ }} }}\n{Rules}", "may: Pay", new()
        {
            ["description"] = "may: Pay, description: d",
            ["may"] = "may: Drop",
            ["where"] = "may: Pay, where: args.n > 1",
            ["who"] = "may: Pay, who: user",
            ["grants"] = "may: Pay, grants: true",
        }),
        (DocumentKeys.Tool, $"kernelguard: 1\npolicy: p\ntools: {{ Pay: {{ @ }} }}\n{Rules}", "", new()
        {
            ["description"] = "description: d",
            ["risk"] = "risk: high",
            ["impact"] = "impact: write",
            ["data"] = "data: [pii]",
            ["tags"] = "tags: [t]",
            ["regulations"] = "regulations: [gdpr]",
            ["also"] = "also: [pay_out]",
            ["source"] = "source: sk",
            ["resource"] = "resource: { type: order, id: args.id }",
            ["args"] = "args: { type: object }",
            ["returns"] = "returns: { type: object }",
            ["recorded"] = "recorded: [{ args: {}, result: 1 }]",
            ["labels"] = "labels: [seen]",
            ["modifiable"] = "modifiable: false",
            ["substitute"] = "substitute: true",
        }),
        (DocumentKeys.Recording, $"kernelguard: 1\npolicy: p\ntools: {{ Pay: {{ recorded: [@] }} }}\n{Rules}", "", new()
        {
            // What was recorded is data: only how much of it there is is said.
            ["args"] = "{ args: {}, result: 1 }",
            ["result"] = "{ args: {}, result: 1 }, { args: { n: 1 }, result: 1 }",
        }),
        (DocumentKeys.Resource, $"kernelguard: 1\npolicy: p\ntools: {{ Pay: {{ resource: {{ @ }} }} }}\n{Rules}", "type: a, id: args.b", new()
        {
            ["type"] = "type: c, id: args.b",
            ["id"] = "type: a, id: args.c",
        }),
        (DocumentKeys.Counter, $"kernelguard: 1\npolicy: p\ncounters: {{ c: {{ @ }} }}\n{Rules}", "tool: Pay, per: 1h", new()
        {
            ["tool"] = "tool: Drop, per: 1h",
            ["add"] = "tool: Pay, per: 1h, add: int(args.n)",
            ["per"] = "tool: Pay, per: 2h",
            ["by"] = "tool: Pay, per: 1h, by: [user.id]",
            ["count"] = "tool: Pay, per: 1h, count: succeeded",
        }),
        (DocumentKeys.Rule, "kernelguard: 1\npolicy: p\ntools: { Mock: { substitute: true } }\nrules: [{ @ }]", "id: r, tool: Pay, effect: deny", new()
        {
            ["id"] = "id: s, tool: Pay, effect: deny",
            ["description"] = "id: r, tool: Pay, effect: deny, description: d",
            ["tool"] = "id: r, tool: Drop, effect: deny",
            ["when"] = "id: r, tool: Pay, effect: deny, when: args.n > 1",
            ["effect"] = "id: r, tool: Pay, effect: allow",
            ["mode"] = "id: r, tool: Pay, effect: deny, mode: observe",
            ["reason"] = "id: r, tool: Pay, effect: deny, reason: why",
            ["code"] = "id: r, tool: Pay, effect: deny, code: c",
            ["disclose"] = "id: r, tool: Pay, effect: deny, disclose: code",
            ["next_step"] = "id: r, tool: Pay, effect: deny, next_step: n",
            ["alternatives"] = "id: r, tool: Pay, effect: deny, alternatives: [{ tool: Ask }]",
            ["approval"] = "id: r, tool: Pay, effect: require_approval, approval: { by: [lead] }",
            ["throttle"] = "id: r, tool: Pay, effect: throttle, throttle: { limit: 1, per: 1h }",
            ["transform"] = "id: r, tool: Pay, effect: transform, transform: [{ remove: args.n }]",
            ["sandbox"] = "id: r, tool: Pay, effect: sandbox, sandbox: { result: 1 }",
        }),
        (DocumentKeys.Alternative, Rule("effect: deny, alternatives: [{ @ }]"), "tool: Ask", new() { ["tool"] = "tool: Mail", ["why"] = "tool: Ask, why: w" }),
        (DocumentKeys.Approval, Rule("effect: require_approval, approval: { @ }"), "quorum: 2", new()
        {
            ["by"] = "quorum: 2, by: [lead]",
            ["quorum"] = "quorum: 3",
            ["within"] = "quorum: 2, within: 1h",
            ["claim_within"] = "quorum: 2, claim_within: 2h",
            ["same_person"] = "quorum: 2, same_person: true",
        }),
        (DocumentKeys.Throttle, Rule("effect: throttle, throttle: { @ }"), "limit: 5, per: 1h", new()
        {
            ["limit"] = "limit: 5.000001, per: 1h",
            ["per"] = "limit: 5, per: 90m",
            ["by"] = "limit: 5, per: 1h, by: [user.id]",
            ["cost"] = "limit: 5, per: 1h, cost: 2",
            ["wait"] = "limit: 5, per: 1h, wait: 2s",
            ["count"] = "limit: 5, per: 1h, count: succeeded",
        }),
        (DocumentKeys.Transform, Rule("effect: transform, transform: [{ @ }]"), "redact: args.a", new()
        {
            ["set"] = "set: args.a, to: 1",
            ["to"] = "set: args.a, to: 2",
            ["clamp"] = "clamp: args.a, min: 1",
            ["min"] = "clamp: args.a, min: 1, max: 2",
            ["max"] = "clamp: args.a, max: 2",
            ["redact"] = "redact: args.b",
            ["with"] = "redact: args.a, with: x",
            ["remove"] = "remove: args.a",
        }),
        (DocumentKeys.Sandbox, Rule("effect: sandbox, sandbox: { @ }"), "", new() { ["tool"] = "tool: Mock", ["result"] = "result: 1", ["from"] = "from: recorded" }),
    ];

    [Theory]
    [MemberData(nameof(OwnerNames))]
    [Trait("Requirement", "S3-45")]
    public void Describe_EachKey_ChangesWhatIsSaid(string owner)
    {
        var (keys, document, usual, changed) = Owners.Single(row => row.Keys.Owner == owner);

        var said = changed.Select(change => (change.Key, Text: Say(document, change.Value))).Append(("nothing", Say(document, usual))).ToArray();

        Assert.Equal(keys.Known.Where(key => key != "kernelguard").Order(), changed.Keys.Order());
        Assert.Empty(said.GroupBy(pair => pair.Item2).Where(same => same.Count() > 1).Select(same => string.Join(", ", same.Select(pair => pair.Item1))));
    }

    [Fact]
    public void Owners_Together_HaveAllKeysOfTheLanguage() => Assert.Equal(
        typeof(DocumentKeys).GetProperties().Select(property => ((KeySet)property.GetValue(null)!).Owner).Order(),
        Owners.Select(row => row.Keys.Owner).Order());

    public static TheoryData<string> OwnerNames => [.. Owners.Select(row => row.Keys.Owner)];

    private static string Rule(string rest) => $"kernelguard: 1\npolicy: p\ntools: {{ Mock: {{ substitute: true }} }}\nrules: [{{ id: r, tool: Pay, {rest} }}]";

    // A set has to permit something.
    private static string Say(string document, string part)
    {
        var set = PolicyText.LoadSet(document.Replace("@", part, StringComparison.Ordinal), "kernelguard: 1\npolicy: z\nrules: [{ id: z, tool: Other, effect: allow }]");
        return string.Join('\n', [$"{set.Mode}", .. set.Describe().SelectMany(Lines), .. SetWords.Of(set)]);
    }

    private static IEnumerable<string> Lines(PolicyDescription policy) =>
        [$"{policy.Id} {policy.Mode} {policy.Description}", .. policy.Sentences, .. policy.Rules.Select(rule => rule.Sentence)];
}
