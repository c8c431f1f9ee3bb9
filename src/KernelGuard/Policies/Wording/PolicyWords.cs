using System.Globalization;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Wording;

/// <summary>Says policies in plain words.</summary>
internal static class PolicyWords
{
    /// <summary>Describes a policy.</summary>
    /// <param name="document">The document, without errors.</param>
    /// <param name="compiled">Gives the compiled rule of an id.</param>
    public static PolicyDescription Describe(PolicyDocument document, Func<string, GuardRule> compiled) => new(
        document.Id!.Value.Value,
        document.Description,
        document.Mode,
        [.. document.Variables.Select(variable => KeyValuePair.Create(variable.Name.Value, variable.Expression.Text))],
        [.. document.Rules.Select(rule => Describe(rule, compiled(rule.Id!.Value.Value)))]);

    private static RuleDescription Describe(RuleDefinition definition, GuardRule rule) => new(
        rule.Reference,
        [.. definition.Tools.Select(tool => tool.Value)],
        definition.When?.Text,
        definition.Description,
        definition.Reason?.Text,
        Sentence(definition, rule));

    private static string Sentence(RuleDefinition definition, GuardRule rule)
    {
        var tools = string.Join(", ", definition.Tools.Select(tool => tool.Value == "*" ? "every tool" : tool.Value));
        var when = rule.Condition is { } condition ? $" when {condition.ToWords()}" : "";
        var mode = rule.Reference.Mode == GuardMode.Observe ? " (only observed)" : "";
        var why = (definition.Description ?? definition.Reason?.Text) is { } text ? $" — {text.TrimEnd()}" : "";
        return $"{tools}: {EffectOf(rule)}{when}{mode}{why} ({rule.Reference.PolicyId}/{rule.Reference.RuleId})";
    }

    private static string EffectOf(GuardRule rule) => rule.Reference.Effect switch
    {
        Effect.Allow => "permitted",
        Effect.LogOnly => "permitted and flagged for review",
        Effect.RequireApproval => $"permitted once {PeopleOf(rule.Approval!)}",
        Effect.Deny => "refused",
        var effect => effect.ToName(),
    };

    private static string PeopleOf(ApprovalRequirement approval)
    {
        var who = approval.By.IsEmpty ? "" : $" ({string.Join(" or ", approval.By)})";
        return approval.Quorum == 1
            ? $"a reviewer{who} agreed"
            : string.Create(CultureInfo.InvariantCulture, $"{approval.Quorum} reviewers{who} agreed");
    }
}
