using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Rules;
using KernelGuard.Rules.Meters;

namespace KernelGuard.Cli.Roles;

/// <summary>Tells whether a change of a rule lets more run or less, where that is certain.</summary>
internal static class RuleDirection
{
    /// <summary>Of a rule that came.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="without">The set that does not have it.</param>
    public static ChangeDirection OfAdded(GuardRule rule, PolicySet without)
    {
        if (rule.Reference.Mode == GuardMode.Observe)
        {
            return ChangeDirection.Unclear;
        }

        // What is asked of a person, or only simulated, was refused or has run before. A default that it keeps from speaking may have been either.
        if (rule.Reference.Effect is Effect.RequireApproval or Effect.Sandbox && rule.Scope is { IsFirstMatch: false, HasDefault: false })
        {
            var permits = without.Rules.Where(other => other.Permits && other.Tools.Any(theirs => rule.Tools.Any(theirs.Overlaps))).ToList();
            return permits.Count == 0 ? ChangeDirection.Widened
                : permits.Exists(other => other.IsUnconditional && rule.Tools.All(ours => other.Tools.Any(theirs => theirs.Covers(ours)))) ? ChangeDirection.Narrowed
                : ChangeDirection.Unclear;
        }

        return WhenItHoldsMore(rule);
    }

    /// <summary>Of a rule that has changed.</summary>
    /// <param name="old">The rule as it was.</param>
    /// <param name="now">The rule as it is.</param>
    /// <param name="keys">What of it differs.</param>
    public static ChangeDirection OfChanged(GuardRule old, GuardRule now, IReadOnlyCollection<string> keys)
    {
        if (old.Reference.Mode == GuardMode.Observe && now.Reference.Mode == GuardMode.Observe)
        {
            return ChangeDirection.Unclear;
        }

        // Another effect brings keys of its own, which say nothing more.
        var relevant = keys.Contains("effect") ? keys.Where(key => key is "effect" or "when" or "tool" or "mode") : keys;
        var directions = relevant.Select(key => OfKey(key, old, now)).Distinct().ToList();
        return directions.Count == 1 ? directions[0] : ChangeDirection.Unclear;
    }

    /// <summary>The other way round.</summary>
    public static ChangeDirection Opposite(ChangeDirection direction) => direction switch
    {
        ChangeDirection.Widened => ChangeDirection.Narrowed,
        ChangeDirection.Narrowed => ChangeDirection.Widened,
        _ => ChangeDirection.Unclear,
    };

    private static ChangeDirection OfKey(string key, GuardRule old, GuardRule now) => key switch
    {
        "tool" => OfHolding(now, Cover(now, old), Cover(old, now)),
        "when" => OfHolding(now, now.Condition is null, old.Condition is null),
        "mode" => OfHolding(now, old.Reference.Mode == GuardMode.Observe, now.Reference.Mode == GuardMode.Observe),
        "effect" => OfEffects(old.Reference.Effect, now.Reference.Effect),
        "throttle" => OfLimits(old, now),
        _ => ChangeDirection.Unclear,
    };

    private static ChangeDirection OfHolding(GuardRule rule, bool holdsMore, bool holdsLess) => (holdsMore, holdsLess) switch
    {
        (true, false) => WhenItHoldsMore(rule),
        (false, true) => Opposite(WhenItHoldsMore(rule)),
        _ => ChangeDirection.Unclear,
    };

    private static ChangeDirection WhenItHoldsMore(GuardRule rule) => rule.Reference.Effect switch
    {
        Effect.Allow or Effect.LogOnly => ChangeDirection.Widened,
        Effect.Deny or Effect.Throttle => ChangeDirection.Narrowed,
        _ => ChangeDirection.Unclear,
    };

    private static ChangeDirection OfEffects(Effect old, Effect now) =>
        old.IsModifier() || now.IsModifier() ? ChangeDirection.Unclear
        : now > old ? ChangeDirection.Narrowed
        : ChangeDirection.Widened;

    private static ChangeDirection OfLimits(GuardRule old, GuardRule now) => (old.Throttle, now.Throttle) switch
    {
        ({ } before, { } after) when MeterOf(old) == MeterOf(now) && before.Limit != after.Limit =>
            after.Limit > before.Limit ? ChangeDirection.Widened : ChangeDirection.Narrowed,
        _ => ChangeDirection.Unclear,
    };

    private static (TimeSpan, TimeSpan, CountedCalls, string?, string) MeterOf(GuardRule rule) => (
        rule.Throttle!.Meter.Per,
        rule.Throttle.MaxWait,
        rule.Throttle.Meter.Counts,
        rule.Throttle.Meter.Amount?.Source,
        string.Join('\n', rule.Throttle.Meter.By.Select(key => key.Source)));

    private static bool Cover(GuardRule covering, GuardRule covered) =>
        covered.Tools.All(theirs => covering.Tools.Any(pattern => pattern.Covers(theirs)));
}
