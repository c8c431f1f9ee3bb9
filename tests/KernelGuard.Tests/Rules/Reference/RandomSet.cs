using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Decisions;

namespace KernelGuard.Tests.Rules.Reference;

/// <summary>Random policy sets, small enough that rules meet, and calls of the tools that they speak of.</summary>
internal static class RandomSet
{
    private static readonly string[] Names = ["x", "y", "z"];
    private static readonly string[] Patterns = ["A.X", "A.*", "*.X", "*", "a.x", "A.*", "F*", "Mocks.A", "Mocks.*"];

    // What permits and what changes stands more often than what forbids: one deny would hide all others.
    private static readonly Gen<Effect> Effects = Gen.Frequency(
        (4, Gen.Constant(Effect.Allow)),
        (4, Gen.Constant(Effect.Transform)),
        (2, Gen.Elements(Effect.RequireApproval, Effect.LogOnly)),
        (3, Gen.Elements(Effect.Sandbox, Effect.Throttle, Effect.Deny)));

    public static Arbitrary<SetModel> Any { get; } = Arb.From(Set(Gen.Elements(true, false)), Shrink);

    /// <summary>Sets in which the order of rules decides nothing.</summary>
    public static Arbitrary<SetModel> DenyOverrides { get; } = Arb.From(Set(Gen.Constant(false)), Shrink);

    public static Arbitrary<CallModel> Calls { get; } = Arb.From(
        from tool in Gen.Frequency((8, Gen.Constant("A.X")), (1, Gen.Elements("A.Y", "Fixed.X", "Other")))
        from values in Gen.Frequency((12, Gen.Elements<object>(0L, 1L, 2L, 3L)), (1, Gen.Elements<object>("text", -1L, "missing"))).ListOf(Names.Length)
        select new CallModel(tool, Names.Zip(values).Where(pair => !pair.Second.Equals("missing")).ToImmutableSortedDictionary(pair => pair.First, pair => pair.Second)));

    private static Gen<GuardMode?> Mode(int observed) =>
        Gen.Frequency((6, Gen.Constant<GuardMode?>(null)), (observed, Gen.Constant<GuardMode?>(GuardMode.Observe)), (1, Gen.Constant<GuardMode?>(GuardMode.Enforce)));

    private static Gen<ConditionModel?> Condition => Gen.Frequency(
        (2, Gen.Constant<ConditionModel?>(null)),
        (3, from name in Gen.Elements(Names)
            from relation in Gen.Elements("==", "!=", ">")
            from value in Gen.Choose(0, 2)
            select (ConditionModel?)new ConditionModel(name, relation, value)));

    private static Gen<StepModel> Step =>
        from verb in Gen.Elements("set", "set", "clamp", "remove")
        from name in Gen.Elements(Names)
        from value in Gen.Choose(0, 2)
        select new StepModel(verb, name, value);

    private static Gen<RuleModel> Rule =>
        from tool in Gen.Elements(Patterns)
        from condition in Condition
        from effect in Effects
        from mode in Mode(observed: 2)
        from code in Gen.Elements("one", "two", null)
        from limit in Gen.Elements(0L, 1L, 1_000L, 1_000L)
        from cost in Gen.Elements("x", null, null)
        from steps in Step.ListOf(2)
        from substitute in Gen.Elements("Mocks.A", "Mocks.B", "", "", null)
        select new RuleModel("", tool, condition, effect, effect is Effect.Allow or Effect.LogOnly && mode == GuardMode.Observe ? null : mode)
        {
            Code = code,
            Limit = limit,
            Cost = cost,
            Steps = [.. steps.DistinctBy(step => step.Argument)],
            Substitute = substitute,
        };

    private static Gen<DocumentModel> Document(Gen<bool> isFirstMatch) =>
        from mode in Mode(observed: 1)
        from first in isFirstMatch
        from hasDefault in Gen.Elements(true, false, false)
        from effect in Gen.Elements(Effect.Allow, Effect.Deny)
        from pattern in Gen.Elements(Patterns)
        from count in Gen.Choose(0, 5)
        from rules in Rule.ListOf(count)
        select new DocumentModel("", mode, first, hasDefault ? new DefaultModel(effect, pattern) : null, [.. rules.Select((rule, i) => rule with { Id = $"r{i}" })]);

    private static Gen<SetModel> Set(Gen<bool> isFirstMatch) =>
        from mode in Gen.Elements(GuardMode.Enforce, GuardMode.Enforce, GuardMode.Observe)
        from count in Gen.Choose(1, 3)
        from documents in Document(isFirstMatch).ListOf(count)
        select new SetModel(mode, [.. documents.Select((document, i) => document with { Id = $"p{i}" })]);

    // One document, one rule, one mode or one condition less.
    private static IEnumerable<SetModel> Shrink(SetModel set)
    {
        foreach (var document in set.Documents)
        {
            yield return set with { Documents = set.Documents.Remove(document) };
            foreach (var smaller in Shrink(document))
            {
                yield return set with { Documents = set.Documents.Replace(document, smaller) };
            }
        }
    }

    private static IEnumerable<DocumentModel> Shrink(DocumentModel document)
    {
        if (document.Default is not null)
        {
            yield return document with { Default = null };
        }

        if (document.Mode is not null)
        {
            yield return document with { Mode = null };
        }

        foreach (var rule in document.Rules)
        {
            yield return document with { Rules = document.Rules.Remove(rule) };
            if (rule.When is not null)
            {
                yield return document with { Rules = document.Rules.Replace(rule, rule with { When = null }) };
            }

            if (rule.Steps.Length > 1)
            {
                yield return document with { Rules = document.Rules.Replace(rule, rule with { Steps = rule.Steps[..1] }) };
            }
        }
    }
}
