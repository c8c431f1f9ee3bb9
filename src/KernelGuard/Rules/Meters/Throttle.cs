using KernelGuard.Decisions;

namespace KernelGuard.Rules.Meters;

/// <summary>The limit that a <c>throttle</c> rule sets. Immutable.</summary>
/// <param name="Meter">What is counted, for whom, over which window.</param>
/// <param name="Limit">How much calls may add in one window.</param>
/// <param name="MaxWait">How long the guard may wait for room instead of refusing; zero means not at all.</param>
internal sealed record Throttle(Meter Meter, decimal Limit, TimeSpan MaxWait)
{
    /// <summary>Looks whether a call still has room, and remembers what it would use up.</summary>
    public RuleEvaluation Check(RuleReference rule, DecisionActivation activation)
    {
        var (charge, error) = Meter.ChargeFor(activation);
        if (error is not null)
        {
            return new RuleEvaluation(rule, RuleOutcome.Error, $"{error.Code}: {error.Message}");
        }

        var used = activation.ReadUsage(charge.Key, Meter.Per);
        activation.Note(new UsageReading(rule.PolicyId, rule.RuleId, used, Limit));
        if (used + charge.Amount > Limit)
        {
            return new RuleEvaluation(rule, RuleOutcome.Exceeded);
        }

        activation.Charges.Add(charge);
        return new RuleEvaluation(rule, RuleOutcome.Matched);
    }

    /// <summary>How long until a call that has no room now would have it; null where waiting does not help.</summary>
    public TimeSpan? RetryAfter(DecisionActivation activation) =>
        Meter.ChargeFor(activation) is ({ } charge, null) ? activation.TimeUntilRelief(charge, Limit) : null;
}
