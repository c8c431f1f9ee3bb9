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

    public static void Validate(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        foreach (var validator in All)
        {
            validator.Validate(documents, bag);
        }
    }
}
