using Xunit;

namespace KernelGuard.Tests.Policies.Compilation;

/// <summary>What a set says of agents, roles, levels, facts and resources is part of its digest.</summary>
public sealed class VocabularyDigestTests
{
    private const string Base = """
        kernelguard: 1
        policy: p
        levels: { trust: [low, high] }
        facts: { order: { team: string } }
        agents: { bot: { roles: [r, s], since: 2026-11-01, trust: low, attributes: { a: 1 } } }
        roles:
          r: { description: d, may: [A, B], where: args.x == 1, who: user, grants: true }
          s: { may: C }
        tools: { A: { regulations: [gdpr], resource: { type: order, id: args.id }, returns: { type: integer }, recorded: [{ args: { k: 1 }, result: 7 }] } }
        rules: [{ id: r, tool: A, effect: allow }, { id: s, tool: A, effect: sandbox, sandbox: { from: recorded } }]
        """;

    [Theory]
    [InlineData("[low, high]", "[high, low]")]
    [InlineData("trust: [", "scale: [")]
    [InlineData("team: string", "team: int")]
    [InlineData("order: { team", "invoice: { team")]
    [InlineData("bot: {", "bot2: {")]
    [InlineData("roles: [r, s]", "roles: [r]")]
    [InlineData("2026-11-01", "2026-11-02")]
    [InlineData("trust: low", "trust: high")]
    [InlineData("a: 1", "a: 2")]
    [InlineData("description: d", "description: e")]
    [InlineData("[A, B]", "[A]")]
    [InlineData("args.x == 1", "args.x == 2")]
    [InlineData("who: user, ", "")]
    [InlineData(", grants: true", "")]
    [InlineData("  s: { may: C }", "  s: { may: D }")]
    [InlineData("[gdpr]", "[pci]")]
    [InlineData("type: order", "type: other")]
    [InlineData("args.id", "args.id2")]
    [InlineData("type: integer", "type: number")]
    [InlineData("k: 1", "k: 2")]
    [InlineData("result: 7", "result: 8")]
    [InlineData("from: recorded", "from: schema")]
    public void Digest_OneValueChanged_Differs(string text, string otherwise)
    {
        Assert.Contains(text, Base, StringComparison.Ordinal);
        Assert.NotEqual(PolicyText.LoadSet(Base).Digest, PolicyText.LoadSet(Base.Replace(text, otherwise, StringComparison.Ordinal)).Digest);
    }

    [Theory]
    [InlineData("roles: [r, s]", "roles: [s, r]")]
    [InlineData("2026-11-01", "2026-11-01T01:00:00+01:00")]
    [InlineData("s: { may: C }", "s: { may: [C], who: agent, grants: false }")]
    [InlineData("{ args: { k: 1 }, result: 7 }", "{ result: 7.0, args: { k: 1.0 } }")]
    public void Digest_SameContentWrittenOtherwise_IsTheSame(string text, string otherwise) =>
        Assert.Equal(PolicyText.LoadSet(Base).Digest, PolicyText.LoadSet(Base.Replace(text, otherwise, StringComparison.Ordinal)).Digest);
}
