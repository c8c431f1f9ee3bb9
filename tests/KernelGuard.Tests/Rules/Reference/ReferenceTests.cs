using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Rules.Reference;

/// <summary>The guard against a second, slow judge of the same text, over random sets of policies.</summary>
public sealed class ReferenceTests
{
    [Fact]
    [Trait("Requirement", "S3-20")]
    [Trait("Requirement", "S1-25")]
    public void Decide_AnySetAndCalls_AgreesWithTheReference() =>
        Prop.ForAll(RandomSet.Any, RandomSet.Calls.Generator.ListOf(4).ToArbitrary(), (set, calls) =>
        {
            using var folder = new PolicyFolder(SetWriter.Write(set));
            using var guard = new GuardOver(folder);
            return calls.Select(call => Agrees(set, call, guard)).Aggregate((one, other) => one.And(other));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    [Trait("Requirement", "S3-20")]
    [Trait("Requirement", "S4-51")]
    public void Decide_ShuffledRulesAndFiles_ChangesOnlyWhichRuleIsNamed() =>
        Prop.ForAll(RandomSet.DenyOverrides, RandomSet.Calls.Generator.ListOf(4).ToArbitrary(), ArbMap.Default.ArbFor<int>(), (set, calls, seed) =>
        {
            using var folder = new PolicyFolder(SetWriter.Write(set));
            using var shuffledFolder = new PolicyFolder(Shuffle(SetWriter.Write(Shuffle(set, seed)), seed));
            using var guard = new GuardOver(folder);
            using var shuffled = new GuardOver(shuffledFolder);
            return calls.Select(call => Same(guard.Decide(call), shuffled.Decide(call), call)).Aggregate((one, other) => one.And(other));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static Property Agrees(SetModel set, CallModel call, GuardOver guard)
    {
        var decision = guard.Decide(call);
        var expected = new ReferenceJudge(set, observed: false).Decide(call);
        var full = new ReferenceJudge(set, observed: true).Decide(call);
        var observed = set.Mode == GuardMode.Enforce && (full.Effect, full.Code, full.Rule) == (expected.Effect, expected.Code, expected.Rule)
            ? null
            : new VerdictModel(full.Effect, default, full.Code, full.Rule, null);
        var seen = decision.Observed is { } o ? new VerdictModel(o.Effect, default, o.Code, NameOf(o.Rule), null) : null;
        return (VerdictOf(decision) == expected && seen == observed)
            .Label($"{call}\nexpected {expected}; observed {observed}\nactual   {VerdictOf(decision)}; observed {seen}");
    }

    // The code goes with the rule that is named; where it is the guard's own, it is the same.
    private static Property Same(Decision one, Decision other, CallModel call)
    {
        var (first, second) = (VerdictOf(one), VerdictOf(other));
        var same = (first.Effect, first.Status, first.Arguments, first.Rule is null) == (second.Effect, second.Status, second.Arguments, second.Rule is null)
            && (first.Code == second.Code || (first.Rule != second.Rule && first.Status is DecisionStatus.Denied or DecisionStatus.Throttled));
        return same.Label($"{call}\n{first}\n{second}");
    }

    private static VerdictModel VerdictOf(Decision decision) => new(
        decision.Effect, decision.Status, decision.Code, NameOf(decision.Rule), decision.EffectiveArguments is { } arguments ? CanonicalJson.ToText(arguments) : null);

    private static string? NameOf(RuleReference? rule) => rule is null ? null : $"{rule.PolicyId}/{rule.RuleId}";

    private static SetModel Shuffle(SetModel set, int seed) =>
        set with { Documents = [.. set.Documents.Select(document => document with { Rules = [.. Shuffle(document.Rules, seed)] })] };

    private static T[] Shuffle<T>(IEnumerable<T> items, int seed)
    {
        T[] shuffled = [.. items];
        new System.Random(seed).Shuffle(shuffled);
        return shuffled;
    }

    private sealed class GuardOver(PolicyFolder folder) : IDisposable
    {
        private readonly ToolCallGuard _guard = ToolCallGuard.Create(folder.Path);

        public Decision Decide(CallModel call)
        {
            using var scope = _guard.BeginScope("s1", "bot", "ann");
            return _guard.DecideAsync(ToolCall.FromJson(call.Tool, SetWriter.Write(call.Arguments))).AsTask().GetAwaiter().GetResult();
        }

        public void Dispose() => _guard.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
