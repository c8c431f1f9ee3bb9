using System.Globalization;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Rules;
using KernelGuard.Rules.Meters;

namespace KernelGuard.Policies.Wording;

/// <summary>Says policies in plain words.</summary>
internal static class PolicyWords
{
    /// <summary>Describes a policy.</summary>
    /// <param name="document">The document, without errors.</param>
    /// <param name="rules">Its rules, compiled; those that its roles and its default stand for among them.</param>
    public static PolicyDescription Describe(PolicyDocument document, IReadOnlyCollection<GuardRule> rules)
    {
        var definitions = document.Rules.ToDictionary(rule => rule.Id!.Value.Value, StringComparer.Ordinal);
        return new PolicyDescription(
            document.Id!.Value.Value,
            document.Description,
            document.Mode,
            [.. document.Variables.Select(variable => KeyValuePair.Create(variable.Name.Value, variable.Expression.Text))],
            [.. rules.Select(rule => Describe(definitions.GetValueOrDefault(rule.Reference.RuleId), rule))])
        {
            Limits = LimitWords.Describe(rules),
        };
    }

    private static RuleDescription Describe(RuleDefinition? definition, GuardRule rule)
    {
        var outcome = OutcomeOf(rule);
        var tools = string.Join(", ", rule.Tools.Select(tool => tool.Text == "*" ? "every tool" : tool.Text));
        var why = (definition?.Description ?? definition?.Reason?.Text) is { } text ? $" — {text.TrimEnd()}" : "";
        return new RuleDescription(
            rule.Reference,
            [.. rule.Tools.Select(tool => tool.Text)],
            rule.Condition?.Source,
            definition?.Description,
            definition?.Reason?.Text,
            outcome,
            $"{tools}: {outcome}{why} ({rule.Reference.PolicyId}/{rule.Reference.RuleId})");
    }

    private static string OutcomeOf(GuardRule rule)
    {
        var when = rule.Condition is { } condition ? $" when {condition.ToWords()}" : rule.IsDefault ? " where no other rule of the policy matches" : "";
        return $"{EffectOf(rule)}{when}{(rule.Reference.Mode == GuardMode.Observe ? " (only observed)" : "")}";
    }

    private static string EffectOf(GuardRule rule) => rule.Reference.Effect switch
    {
        Effect.Allow => "permitted",
        Effect.LogOnly => "permitted and flagged for review",
        Effect.RequireApproval => $"permitted once {PeopleOf(rule.Approval!)}",
        Effect.Sandbox => rule.Substitute switch
        {
            null => "refused, since nothing stands in for it",
            { Tool: { } tool } => $"simulated by {tool}",
            _ => "simulated with a fixed result",
        },
        Effect.Transform => $"changed ({string.Join(", ", rule.Transforms.Select(step => step.Words).Concat(rule.ResultRedactions.Select(r => $"redacts {r.Path}")))})",
        Effect.Throttle => LimitOf(rule.Throttle!),
        _ => "refused",
    };

    private static string LimitOf(Throttle throttle)
    {
        var what = throttle.Meter.Amount is { } cost ? $" of {cost.Source}" : throttle.Limit == 1 ? " call" : " calls";
        var whom = throttle.Meter.By.IsEmpty ? "" : $" for each {string.Join(" and ", throttle.Meter.By.Select(key => key.Source))}";
        return string.Create(CultureInfo.InvariantCulture, $"limited to {throttle.Limit:0.#####}{what} in {Period(throttle.Meter.Per)}{whom}");
    }

    /// <summary>A duration in words.</summary>
    public static string Period(TimeSpan per)
    {
        var (count, unit) = per switch
        {
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerDay == 0 => (ticks / TimeSpan.TicksPerDay, "day"),
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerHour == 0 => (ticks / TimeSpan.TicksPerHour, "hour"),
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerMinute == 0 => (ticks / TimeSpan.TicksPerMinute, "minute"),
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerSecond == 0 => (ticks / TimeSpan.TicksPerSecond, "second"),
            _ => (per.Ticks / TimeSpan.TicksPerMillisecond, "millisecond"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
    }

    private static string PeopleOf(ApprovalRequirement approval)
    {
        var who = approval.By.IsEmpty ? "" : $" ({string.Join(" or ", approval.By)})";
        return approval.Quorum == 1
            ? $"a reviewer{who} agreed"
            : string.Create(CultureInfo.InvariantCulture, $"{approval.Quorum} reviewers{who} agreed");
    }
}
