using System.Collections.Immutable;
using System.Globalization;
using KernelGuard.Cel;
using KernelGuard.Cel.Tracing;
using KernelGuard.Decisions;
using KernelGuard.Rules;
using KernelGuard.Rules.Meters;

namespace KernelGuard.Policies.Wording;

/// <summary>Says how much can happen at worst in one window: by throttles, and by denies of what would bring a counter over a limit.</summary>
internal static class LimitWords
{
    /// <summary>The limits of one policy.</summary>
    /// <param name="rules">Its rules, compiled.</param>
    public static IReadOnlyList<LimitDescription> Describe(IEnumerable<GuardRule> rules) =>
        [.. rules.Where(rule => rule.Reference.Mode == GuardMode.Enforce).SelectMany(LimitsOf)];

    private static IEnumerable<LimitDescription> LimitsOf(GuardRule rule) => rule switch
    {
        { Throttle: { } throttle } => [Write(rule, rule.Tools, throttle.Limit, throttle.Meter, rule.Condition)],

        // An earlier rule of a first_match document may keep a deny from speaking.
        { Reference.Effect: Effect.Deny, Condition: { } condition, Scope.IsFirstMatch: false } =>
            condition.FindSumLimits("counters", rule.Scope.DefinitionOf).Select(limit => OfCounter(rule, limit)).OfType<LimitDescription>(),
        _ => [],
    };

    private static LimitDescription? OfCounter(GuardRule rule, CelSumLimit limit)
    {
        var counter = rule.Scope.Counters.FirstOrDefault(counter => limit.Path == $"counters.{counter.Name}");
        if (counter is not { Meter.Counts: CountedCalls.Entered or CountedCalls.Succeeded }
            || !counter.Tools.All(tool => rule.Tools.Any(pattern => pattern.Covers(tool)))
            || AmountOf(limit, counter, rule.Scope) is not { } amount)
        {
            return null;
        }

        return Write(rule, counter.Tools, amount, counter.Meter, condition: null);
    }

    // Without what the call itself adds, the last call that passes may bring the sum over the limit: by 1 where calls are counted, else by anything.
    private static decimal? AmountOf(CelSumLimit limit, Counter counter, PolicyScope scope)
    {
        var added = counter.Meter.Amount is { } amount ? Resolve(amount, scope) : null;
        if (!ExactAmount.TryRead(limit.Limit, out var most))
        {
            return null;
        }

        return (limit.Addend, added) switch
        {
            (null, null) => limit.IsExclusive ? Math.Ceiling(most) : Math.Floor(most) + 1,
            ("1", null) => limit.IsExclusive ? Math.Ceiling(most) - 1 : Math.Floor(most),
            ({ } text, { } program) when text == program.Source.Trim() => most,
            _ => null,
        };
    }

    private static CelProgram Resolve(CelProgram program, PolicyScope scope)
    {
        // A variable can only read those before it, so this ends.
        while (scope.DefinitionOf(program.Source.Trim()) is { } definition)
        {
            program = definition;
        }

        return program;
    }

    private static LimitDescription Write(GuardRule rule, ImmutableArray<ToolPattern> patterns, decimal amount, Meter meter, CelProgram? condition)
    {
        IReadOnlyList<string> tools = [.. patterns.Select(pattern => pattern.Text)];
        var calls = meter.Counts == CountedCalls.Succeeded ? "calls that did not fail" : amount == 1 ? "call" : "calls";
        var isConstant = meter.Amount?.ReferencedVariables.Count == 0;
        var what = isConstant ? $"in total, to which each call adds {meter.Amount!.Source}," : meter.Amount is { } cost ? $"of {cost.Source}{(meter.Counts == CountedCalls.Succeeded ? " by calls that did not fail" : "")}" : calls;
        var whom = meter.By.IsEmpty ? "" : $" for each {string.Join(" and ", meter.By.Select(key => key.Source))}";
        var when = condition is null ? "" : $" when {condition.ToWords()}";
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(", ", tools)}: at most {amount:0.#####} {what} in {MeterWords.Period(meter.Per)}{whom}{when} ({rule.Reference.PolicyId}/{rule.Reference.RuleId})");
        return new LimitDescription(rule.Reference, tools, amount, meter.Amount?.Source, meter.Per, [.. meter.By.Select(key => key.Source)], sentence)
        {
            // What adds nothing is without a limit.
            IsUnconditional = condition is null && !(isConstant && meter.Amount!.Source.Trim('0', '.', ' ').Length == 0),
        };
    }
}
