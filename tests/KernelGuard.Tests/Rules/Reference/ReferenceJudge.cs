using System.Collections.Immutable;
using System.Text.RegularExpressions;
using KernelGuard.Decisions;
using Arguments = System.Collections.Immutable.ImmutableSortedDictionary<string, object>;

namespace KernelGuard.Tests.Rules.Reference;

/// <summary>
/// Decides as the design says it in words, one sentence after the other, over the whole set each time. Slow and obvious; it shares no code with
/// the guard.
/// </summary>
/// <param name="set">The policies.</param>
/// <param name="observed">Whether rules that only observe count too, and the set is not observed: what would be decided without observe mode.</param>
internal sealed class ReferenceJudge(SetModel set, bool observed)
{
    private static readonly VerdictModel RuleError = new(Effect.Deny, DecisionStatus.GuardError, "rule_error", null, null);

    private enum Says
    {
        Nothing,
        Holds,
        IsOver,
        Fails,
    }

    public VerdictModel Decide(CallModel call)
    {
        var sent = Look(call.Tool, call.Arguments);
        var transforms = sent.Where(one => one is { Effect: Effect.Transform, Says: Says.Holds }).ToList();
        if (transforms.Count == 0)
        {
            return Combine(sent, call.Tool, call.Arguments);
        }

        // First: denies and the conditions of transforms, on the call as it was sent.
        var first = sent.Where(one => one.Effect is Effect.Deny or Effect.Transform && one.Rule is not null).ToList();
        if (first.Find(one => one is { Effect: Effect.Deny, Says: Says.Holds }) is { } deny)
        {
            return Denied(deny);
        }

        if (first.Exists(one => one.Says == Says.Fails))
        {
            return RuleError;
        }

        // Then the transforms, all on the call as it was sent.
        if (call.Tool == "Fixed.X")
        {
            return Failed("not_modifiable");
        }

        var (changed, problem) = Apply(transforms, call.Arguments);
        if (problem is not null)
        {
            return Failed(problem);
        }

        // Then everything else, on the changed call, which no transform may want to change again.
        var last = Look(call.Tool, changed);
        var again = last.Where(one => one.Effect == Effect.Transform).ToList();
        var (twice, newProblem) = Apply([.. again.Where(one => one.Says == Says.Holds)], changed);
        var isStable = again.All(one => one.Says != Says.Fails) && newProblem is null && SetWriter.Write(twice) == SetWriter.Write(changed);
        return isStable ? Combine([.. last.Where(one => one.Effect != Effect.Transform)], call.Tool, changed) : Failed("transform_failed");
    }

    // What each rule that counts says, by policy id and document order. What a document says where none of its rules holds has no rule.
    private List<One> Look(string tool, Arguments arguments)
    {
        var all = new List<One>();
        foreach (var document in set.Documents.OrderBy(d => d.Id, StringComparer.Ordinal))
        {
            var decided = false;
            foreach (var rule in document.Rules.Where(r => Matches(r.Tool, tool) && Counts(r.Mode ?? document.Mode)))
            {
                if (document.IsFirstMatch && decided && rule.Effect is not (Effect.Throttle or Effect.Transform))
                {
                    continue;
                }

                var one = new One(document.Id, rule, rule.Effect, Ask(rule, arguments));
                all.Add(one);
                decided |= one.Says == Says.Holds && rule.Effect is not (Effect.Throttle or Effect.Transform);
            }

            if (document.Default is { } usual && Matches(usual.AppliesTo, tool) && Counts(document.Mode) && !decided)
            {
                all.Add(new One(document.Id, null, usual.Effect, Says.Holds));
            }
        }

        return all;
    }

    private VerdictModel Combine(List<One> all, string tool, Arguments arguments)
    {
        if (all.Find(one => one is { Effect: Effect.Deny, Says: Says.Holds }) is { } deny)
        {
            return Denied(deny);
        }

        if (all.Exists(one => one.Says == Says.Fails && one.Effect is not (Effect.Allow or Effect.LogOnly)))
        {
            return RuleError;
        }

        if (all.Find(one => one.Says == Says.IsOver) is { } throttle)
        {
            return new(Effect.Deny, DecisionStatus.Throttled, throttle.Rule!.Code ?? "throttled", throttle.Name, null);
        }

        var sandboxes = all.Where(one => one is { Effect: Effect.Sandbox, Says: Says.Holds }).ToList();
        if (sandboxes.Count > 0)
        {
            return Simulate(sandboxes, arguments);
        }

        var text = SetWriter.Write(arguments);
        if (all.Find(one => one is { Effect: Effect.RequireApproval, Says: Says.Holds }) is { } approval)
        {
            return new(Effect.RequireApproval, DecisionStatus.ApprovalPending, "approval_required", approval.Name, text);
        }

        if (all.Find(one => one is { Effect: Effect.LogOnly, Says: Says.Holds }) is { } log)
        {
            return new(Effect.LogOnly, DecisionStatus.Permitted, null, log.Name, text);
        }

        if (all.Find(one => one is { Effect: Effect.Allow, Says: Says.Holds }) is { } allow)
        {
            // An error in log_only still flags what something else permits.
            var flag = all.Find(one => one is { Effect: Effect.LogOnly, Says: Says.Fails });
            return new(flag is null ? Effect.Allow : Effect.LogOnly, DecisionStatus.Permitted, null, (flag ?? allow).Name, text);
        }

        return set.Mode == GuardMode.Observe && !observed
            ? new(Effect.Allow, DecisionStatus.Permitted, null, null, text)
            : new(Effect.Deny, DecisionStatus.Denied, "no_rule", null, null);
    }

    // Every rule that sends the call to a sandbox has to let it: a substitute for each, and no deny of any of them.
    private VerdictModel Simulate(List<One> sandboxes, Arguments arguments)
    {
        if (sandboxes.Find(one => one.Rule!.Substitute is null) is { } without)
        {
            return new(Effect.Deny, DecisionStatus.Denied, "no_substitute", without.Name, null);
        }

        var denies = sandboxes.Where(one => one.Rule!.Substitute!.Length > 0).Select(one => one.Rule!.Substitute!).Distinct()
            .SelectMany(substitute => DeniesOf(substitute, arguments)).ToList();
        return denies.Find(one => one.Says == Says.Holds) is { } deny ? Denied(deny)
            : denies.Exists(one => one.Says == Says.Fails) ? RuleError
            : new(Effect.Sandbox, DecisionStatus.Permitted, null, sandboxes[0].Name, SetWriter.Write(arguments));
    }

    private IEnumerable<One> DeniesOf(string tool, Arguments arguments) =>
        from document in set.Documents.OrderBy(d => d.Id, StringComparer.Ordinal)
        from rule in document.Rules
        where rule.Effect == Effect.Deny && Matches(rule.Tool, tool) && Counts(rule.Mode ?? document.Mode)
        select new One(document.Id, rule, rule.Effect, Ask(rule, arguments));

    private static Says Ask(RuleModel rule, Arguments arguments)
    {
        var condition = rule.When is null ? true : Holds(rule.When, arguments);
        if (condition is not true)
        {
            return condition is null ? Says.Fails : Says.Nothing;
        }

        if (rule.Effect != Effect.Throttle)
        {
            return Says.Holds;
        }

        var cost = rule.Cost is null ? 1 : arguments.GetValueOrDefault(rule.Cost) as long?;
        return cost is not >= 0 ? Says.Fails : cost > rule.Limit ? Says.IsOver : Says.Holds;
    }

    // Null is an error.
    private static bool? Holds(ConditionModel when, Arguments arguments) => (arguments.GetValueOrDefault(when.Argument), when.Operator) switch
    {
        (null, _) => null,
        (long number, "==") => number == when.Value,
        (long number, "!=") => number != when.Value,
        (long number, _) => number > when.Value,
        (_, "==") => false,
        (_, "!=") => true,
        _ => null,
    };

    private static (Arguments Changed, string? Problem) Apply(List<One> transforms, Arguments arguments)
    {
        var steps = transforms.SelectMany(one => one.Rule!.Steps).ToList();
        if (steps.Select(step => step.Argument).Distinct().Count() < steps.Count)
        {
            return (arguments, "transform_conflict");
        }

        foreach (var (verb, argument, value) in steps)
        {
            var old = arguments.GetValueOrDefault(argument);
            if (verb == "clamp" && old is not long)
            {
                return (arguments, "transform_failed");
            }

            arguments = verb == "remove" ? arguments.Remove(argument) : arguments.SetItem(argument, verb == "set" ? value : Math.Min((long)old!, value));
        }

        return (arguments, null);
    }

    private bool Counts(GuardMode? mode) => observed || (mode ?? set.Mode) == GuardMode.Enforce;

    private static bool Matches(string pattern, string tool) =>
        Regex.IsMatch(tool, $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static VerdictModel Denied(One deny) => new(Effect.Deny, DecisionStatus.Denied, deny.Rule?.Code ?? "policy_denied", deny.Name, null);

    private static VerdictModel Failed(string code) => new(Effect.Deny, DecisionStatus.GuardError, code, null, null);

    private sealed record One(string Document, RuleModel? Rule, Effect Effect, Says Says)
    {
        public string Name => $"{Document}/{Rule?.Id ?? "default"}";
    }
}
