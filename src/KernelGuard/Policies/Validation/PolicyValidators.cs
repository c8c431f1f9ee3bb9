using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Validation;

/// <summary>All validators that need no compiled expressions.</summary>
internal static class PolicyValidators
{
    private static readonly IPolicyValidator[] All =
    [
        new PolicyIdValidator(),
        new RuleIdValidator(),
        new VariableNameValidator(),
        new VocabularyValidator(),
        new RoleValidator(),
        new AgentValidator(),
        new ToolPatternValidator(),
        new ToolNameValidator(),
        new ToolScriptValidator(),
        new ToolUniquenessValidator(),
        new ToolSourceValidator(),
        new EffectKeyValidator(),
        new RuleCodeValidator(),
        new ModifiedToolValidator(),
        new SetValidator(),
        new RulePresenceValidator(),
        new IdenticalRulesValidator(),
        new LogOnlyPermitValidator(),
    ];

    /// <summary>Validates documents.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="needsRules">Whether they have to hold rules: not where there are some in code.</param>
    /// <param name="bag">Where findings go.</param>
    public static void Validate(IReadOnlyList<PolicyDocument> documents, bool needsRules, DiagnosticBag bag)
    {
        foreach (var validator in All.Where(validator => needsRules || validator is not RulePresenceValidator))
        {
            validator.Validate(documents, bag);
        }
    }
}
