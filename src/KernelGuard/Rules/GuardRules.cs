namespace KernelGuard.Rules;

/// <summary>Rules in code without a class of their own.</summary>
public static class GuardRules
{
    /// <summary>Begins a rule: <c>GuardRules.Define("cap", "1").For("Refunds.Issue").When(call => call.Arguments.Double("amount") > 500).Deny("over_cap")</c>.</summary>
    /// <param name="id">The rule's id, unique among the rules in code.</param>
    /// <param name="version">The version of what the rule does; change it with the rule.</param>
    public static GuardRuleBuilder Define(string id, string version) => new(id, version);
}
