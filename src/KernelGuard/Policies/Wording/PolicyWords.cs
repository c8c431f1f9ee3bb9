using System.Collections.Immutable;
using System.Globalization;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;
using KernelGuard.Rules.Transforms;

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
            [.. rules.Select(rule => Describe(rule, definitions.GetValueOrDefault(rule.Reference.RuleId)))]);
    }

    /// <summary>The word by which documents say how their rules combine.</summary>
    public static string Combining(bool isFirstMatch) => Words.Combinings.Single(word => word.Value == isFirstMatch).Key;

    /// <summary>Names tools.</summary>
    public static string Tools(ImmutableArray<ToolPattern> patterns) =>
        string.Join(", ", patterns.Select(pattern => pattern.Text == "*" ? "every tool" : pattern.Text));

    /// <summary>Describes the rules in code, as far as they say before any call what they do.</summary>
    public static PolicyDescription DescribeCode(IEnumerable<GuardRule> rules) =>
        new(CodeRule.PolicyId, "Rules in code.", null, [], [.. rules.Select(rule => Describe(rule, rule.InCode!))]);

    private static RuleDescription Describe(GuardRule rule, RuleDefinition? definition) =>
        Describe(rule, definition?.Description, definition?.Reason?.Text, version: null);

    private static RuleDescription Describe(GuardRule rule, CodeRule code) =>
        Describe(code.Known is { } known ? code.With(rule, known) : rule, code.Description, code.Known?.Reason, code.Version);

    private static RuleDescription Describe(GuardRule rule, string? description, string? reason, string? version)
    {
        var outcome = OutcomeOf(rule);
        string?[] remarks = [description?.TrimEnd(), reason?.TrimEnd(), .. RefusalOf(rule)];
        return new RuleDescription(
            rule.Reference,
            [.. rule.Tools.Select(tool => tool.Text)],
            rule.Condition?.Source,
            description,
            reason,
            outcome,
            $"{Tools(rule.Tools)}: {outcome}{string.Concat(remarks.OfType<string>().Select(remark => $" — {remark}"))} ({rule.Reference.PolicyId}/{rule.Reference.RuleId}{(version is null ? "" : $", version {version}")})")
        {
            Version = version,
        };
    }

    private static string OutcomeOf(GuardRule rule)
    {
        var when = rule switch
        {
            { Condition: { } condition } => $" when {condition.ToWords()}",
            { IsDefault: true } => " where no other rule of the policy decides",
            { InCode: { IsUnconditional: false, Phase: RulePhase.AsSent } } => " when its code says so of the call as it was sent",
            { InCode.IsUnconditional: false } => " when its code says so",
            _ => "",
        };
        var code = rule.Code is { } own ? $", with the code {own}" : "";
        return rule.Reference.Mode == GuardMode.Observe ? $"would be {EffectOf(rule)}{when}{code} (only observed)" : $"{EffectOf(rule)}{when}{code}";
    }

    // What the model reads of a refusal beside its reason.
    private static IEnumerable<string> RefusalOf(GuardRule rule)
    {
        if (rule.NextStep is { } next)
        {
            yield return $"next step: {next.TrimEnd()}";
        }

        if (rule.Alternatives.Count > 0)
        {
            yield return $"instead: {string.Join(", ", rule.Alternatives.Select(other => other.Why is { } why ? $"{other.Tool} ({why})" : other.Tool))}";
        }

        if (rule.Disclose != Disclosure.Full)
        {
            yield return $"models read only the {(rule.Disclose == Disclosure.Code ? "code" : "reason")} of a refusal";
        }
    }

    private static string EffectOf(GuardRule rule) => rule.Reference.Effect switch
    {
        Effect.Allow => "permitted",
        Effect.LogOnly => "permitted and flagged for review",
        Effect.RequireApproval => $"permitted once {(rule.Approval is { } approval ? AgreementOf(approval) : "the people agreed whom it names")}",
        Effect.Sandbox => rule.Substitute switch
        {
            null when rule.InCode is not null => "simulated by what it names",
            null => "refused, since nothing stands in for it",
            { Tool: { } tool } => $"simulated by {tool}",
            { From: ResultSource.Recorded } => "simulated with the result recorded for the arguments",
            { From: ResultSource.Schema } => "simulated with a result made up to fit the tool",
            _ => "simulated with a fixed result",
        },
        Effect.Transform => $"changed ({string.Join(", ", rule.Transforms.Select(step => step.Words).Concat(rule.ResultRedactions.Select(r => TransformStep.Redact.Describe(r.Path, r.With))))})",
        Effect.Throttle => MeterWords.Of(rule.Throttle!),
        _ => "refused",
    };

    private static string AgreementOf(ApprovalRequirement approval)
    {
        var usual = new ApprovalRequirement(approval.Rule);
        var who = approval.By.IsEmpty ? "" : $" ({string.Join(" or ", approval.By)})";
        var people = approval switch
        {
            { Quorum: 1 } => $"a reviewer{who} agreed",
            { SamePerson: true } => string.Create(CultureInfo.InvariantCulture, $"reviewers{who} agreed {approval.Quorum} times, which one of them may do alone"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{approval.Quorum} different reviewers{who} agreed"),
        };
        var within = approval.Within == usual.Within ? "" : $" within {MeterWords.Period(approval.Within)}";
        var claim = approval.ClaimWithin == usual.ClaimWithin ? "" : $", for {MeterWords.Period(approval.ClaimWithin)} from then";
        return $"{people}{within}{claim}";
    }
}
