using KernelGuard.Policies;
using Xunit;

namespace KernelGuard.Tests.Policies.Compilation;

[Trait("Requirement", "S2-14")]
public sealed class PolicyDigestTests
{
    private const string Base =
        """
        kernelguard: 1
        policy: p
        description: d
        vars: { a: 1, b: 2 }
        tools: { T: { description: t, risk: low, impact: read, data: [x], tags: [y], also: [z], args: { type: object, maxProperties: 5 } } }
        set: { on_evidence_failure: allow, policies: [p] }
        rules:
          - id: r
            description: rd
            tool: [X, Y]
            when: args.n > 1
            effect: deny
            code: c
            reason: why
            disclose: reason
            next_step: ns
            alternatives: [{ tool: A, why: w }]
          - id: s
            tool: X
            effect: require_approval
            mode: observe
            approval: { by: [m], quorum: 2, within: 2h, claim_within: 3h, same_person: true }
          - { id: u, tool: Z, effect: allow }
        """;

    public static TheoryData<string, string> SameContent => new()
    {
        { "within: 2h", "within: 120m" },
        { "claim_within: 3h", "claim_within: 10800s" },
        { "tool: Z", "tool: [Z]" },
        { "effect: allow", "effect: allow, disclose: full" },
        { "tool: Z", "\"tool\": 'Z'" },
        { "why: w }]", "why: \"\\x77\" }]" },
        { "when: args.n > 1", "when: >-\n      args.n\n      > 1" },
        { "reason: why", "reason: |-\n      why" },
        { "maxProperties: 5", "maxProperties: 5.0" },
        { "maxProperties: 5", "maxProperties: 0x5" },
        { "type: object, maxProperties: 5", "maxProperties: 5, type: object" },
        { "policy: p\ndescription: d", "description: d\npolicy: p" },
        { "rules:", "# a comment\n\nrules:   # another" },
        { "set: {", "set: { mode: enforce," },
        { "kernelguard: 1", "---\nkernelguard: 1" },
        { "data: [x]", "data: x" },
        { "description: d\n", "description: d\npaths: posix\n" },
    };

    public static TheoryData<string, string> OtherContent => new()
    {
        { "policies: [p]", "policies: p, mode: observe" },
        { "description: d\n", "" },
        { "description: d\n", "description: d\npaths: windows\n" },
        { "description: d\n", "description: e\n" },
        { "policy: p\n", "policy: p\nmode: enforce\n" },
        { "policy: p\n", "policy: p\nmode: observe\n" },
        { "a: 1, b: 2", "a: 1, b: 3" },
        { "a: 1, b: 2", "b: 2, a: 1" },
        { "a: 1, b: 2", "a: 1" },
        { "risk: low", "risk: high" },
        { "impact: read", "impact: write" },
        { "data: [x]", "data: [x, y]" },
        { "tags: [y]", "tags: [z]" },
        { "also: [z]", "also: [zz]" },
        { "description: t", "description: tt" },
        { "maxProperties: 5", "maxProperties: 6" },
        { ", args: { type: object, maxProperties: 5 }", "" },
        { ", args: { type: object, maxProperties: 5 }", ", args: {}" },
        { "T: {", "T2: {" },
        { "on_evidence_failure: allow, ", "" },
        { ", policies: [p]", "" },
        { "id: r\n", "id: rr\n" },
        { "description: rd", "description: re" },
        { "[X, Y]", "[X]" },
        { "[X, Y]", "[Y, X]" },
        { "args.n > 1", "args.n > 2" },
        { "args.n > 1", "args.n  > 1" },
        { "effect: deny\n    code: c", "effect: log_only" },
        { "code: c", "code: cc" },
        { "reason: why", "reason: whY" },
        { "disclose: reason", "disclose: code" },
        { "disclose: reason", "disclose: full" },
        { "next_step: ns", "next_step: n" },
        { "tool: A, why: w", "tool: A" },
        { "tool: A, why: w", "tool: B, why: w" },
        { "mode: observe\n", "mode: enforce\n" },
        { "by: [m]", "by: [m, n]" },
        { "quorum: 2", "quorum: 3" },
        { "quorum: 2", "quorum: 1" },
        { "within: 2h", "within: 24h" },
        { "claim_within: 3h", "claim_within: 3d" },
        { "same_person: true", "same_person: false" },
        { "  - { id: u, tool: Z, effect: allow }", "  - { id: u, tool: Z, effect: allow }\n  - { id: v, tool: Z, effect: allow }" },
    };

    [Theory]
    [MemberData(nameof(SameContent))]
    public void Digest_SameContentWrittenOtherwise_IsTheSame(string text, string otherwise) =>
        Assert.Equal(Digest(Base), Digest(Replaced(text, otherwise)));

    [Theory]
    [MemberData(nameof(OtherContent))]
    public void Digest_OneValueChanged_Differs(string text, string otherwise) =>
        Assert.NotEqual(Digest(Base), Digest(Replaced(text, otherwise)));

    [Theory]
    [InlineData("approval: {}")]
    [InlineData("approval: { quorum: 1, within: 24h, claim_within: 1h, same_person: false }")]
    [InlineData("approval: { within: 1d, claim_within: 60m }")]
    public void Digest_DefaultsWrittenOut_AreTheSame(string approval) => Assert.Equal(
        PolicyText.LoadRules("id: r, tool: X, effect: require_approval").Digest,
        PolicyText.LoadRules($"id: r, tool: X, effect: require_approval, {approval}").Digest);

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Digest_OtherLineEndings_AreTheSame(string lineEnding) => Assert.Equal(Digest(Base), Digest(Base.ReplaceLineEndings(lineEnding)));

    [Fact]
    public void Digest_OtherNamesAndOrderOfFiles_AreTheSame()
    {
        const string A = "kernelguard: 1\npolicy: a\nrules: [{ id: r, tool: X, effect: allow }]";
        const string B = "kernelguard: 1\npolicy: b\nset: {}\nrules: [{ id: r, tool: Y, effect: allow }]";

        var one = PolicyLoader.Load([new PolicySource("1.yaml", A), new PolicySource("2.yaml", B)]).Set!.Digest;
        var other = PolicyLoader.Load([new PolicySource("x.json", B), new PolicySource("y.yml", A)]).Set!.Digest;

        Assert.Equal(one, other);
    }

    [Fact]
    public void Digest_RulesInAnotherOrder_Differs() => Assert.NotEqual(
        PolicyText.LoadRules("id: a, tool: X, effect: allow", "id: b, tool: Y, effect: allow").Digest,
        PolicyText.LoadRules("id: b, tool: Y, effect: allow", "id: a, tool: X, effect: allow").Digest);

    [Fact]
    public void Digest_OtherPolicyId_Differs() => Assert.NotEqual(
        Digest("kernelguard: 1\npolicy: p\nrules: [{ id: r, tool: X, effect: allow }]"),
        Digest("kernelguard: 1\npolicy: q\nrules: [{ id: r, tool: X, effect: allow }]"));

    // Pinned: a change here breaks every recorded digest.
    [Fact]
    public void Digest_KnownDocument_HasItsKnownValue() => Assert.Equal(
        Sha256("""{"documents":[{"policy":"p","rules":[{"effect":"allow","id":"r","tool":["X"]}]}],"kernelguard":1}"""),
        PolicyText.LoadRules("id: r, tool: X, effect: allow").Digest);

    private static string Digest(string text) => PolicyText.LoadSet(text).Digest;

    private static string Replaced(string text, string otherwise)
    {
        var source = Base.ReplaceLineEndings("\n");
        Assert.Contains(text, source, StringComparison.Ordinal);
        return source.Replace(text, otherwise, StringComparison.Ordinal);
    }

    private static string Sha256(string text) =>
        "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
