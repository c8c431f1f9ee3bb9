using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Decisions;
using KernelGuard.Rules;
using Xunit;

namespace KernelGuard.Tests.Rules;

public sealed class ToolIndexTests
{
    private static readonly Gen<string> Patterns =
        Gen.Elements("Files.Read", "files.read", "Files.*", "*", "*.Read", "Mail.Send", "MAIL.*", "Other", "F*s.R*d");

    private static readonly Gen<string> Names = Gen.Elements("Files.Read", "FILES.READ", "Files.Write", "Mail.Send", "mail.send.now", "Other", "x");

    [Fact]
    [Trait("Requirement", "S4-10")]
    public void PlanFor_AnyRulesAndTool_AreThoseThatMatchInDocumentOrder() =>
        Prop.ForAll(Arb.From(Patterns.NonEmptyListOf().ListOf()), Arb.From(Names), (sets, name) =>
        {
            var rules = sets.Select((patterns, i) => Rule(i, patterns)).ToImmutableArray();
            var index = new ToolIndex(rules, []);
            var expected = rules.Where(r => r.Tools.Any(p => ToolPatternTests.RegexMatches(p.Text, name))).ToList();
            return expected.SequenceEqual(index.PlanFor(name).Rules) && expected.SequenceEqual(index.PlanFor(name.ToLowerInvariant()).Rules);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    [Trait("Requirement", "S5-28")]
    public void PlanFor_MoreNamesThanAreCached_StillFindsTheRules()
    {
        var index = new ToolIndex([Rule(0, ["Files.*"])], []);

        for (var i = 0; i < 10_500; i++)
        {
            Assert.Single(index.PlanFor($"Files.Read{i}").Rules);
            Assert.Empty(index.PlanFor($"Mail{i}").Rules);
        }
    }

    private static GuardRule Rule(int number, IEnumerable<string> patterns) => new()
    {
        Reference = new RuleReference("p", $"r{number}", Effect.Allow, GuardMode.Enforce),
        Tools = [.. patterns.Select(p => new ToolPattern(p))],
    };
}
