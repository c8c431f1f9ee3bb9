using KernelGuard.Cel;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Compilation;

/// <summary>Compiles the rules of one document.</summary>
/// <param name="document">The document.</param>
/// <param name="setMode">The mode where neither rule nor document gives one.</param>
/// <param name="vocabulary">What the set adds to the names that conditions know.</param>
/// <param name="bag">Where findings go.</param>
internal sealed class RuleCompiler(PolicyDocument document, GuardMode setMode, ConditionVocabulary vocabulary, DiagnosticBag bag)
{
    private readonly (PolicyVariables Variables, CelEnvironment Environment) _scope = VariableCompiler.Compile(document, vocabulary, bag);

    /// <summary>The document's <c>vars</c>, and what its conditions can read.</summary>
    public (PolicyVariables Variables, CelEnvironment Environment) Scope => _scope;

    /// <summary>Compiles all rules. Those with errors are left out.</summary>
    public IReadOnlyList<GuardRule> Compile()
    {
        var identity = new IdentityArguments(_scope.Variables);
        var rules = new List<GuardRule>(document.Rules.Length);
        foreach (var definition in document.Rules)
        {
            if (Compile(definition) is { } rule)
            {
                identity.Check(definition, rule, bag);
                rules.Add(rule);
            }
        }

        return rules;
    }

    private GuardRule? Compile(RuleDefinition rule)
    {
        var condition = rule.When is null ? null : ExpressionCompiler.Compile(_scope.Environment, rule.When, CelType.Bool, bag).Program;
        var reason = rule.Reason is null ? null : TemplateCompiler.Compile(_scope.Environment, rule.Reason, bag);
        if (rule is not { Id: { } id, Effect: { } effect } || document.Id is not { } policy || (rule.When is not null && condition is null))
        {
            return null;
        }

        var reference = new RuleReference(policy.Value, id.Value, effect.Value, rule.Mode?.Value ?? document.Mode ?? setMode);
        return new GuardRule
        {
            Reference = reference,
            Tools = [.. rule.Tools.Select(pattern => new ToolPattern(pattern.Value))],
            Condition = condition,
            Variables = _scope.Variables,
            Code = rule.Code?.Value,
            Reason = reason,
            Disclose = rule.Disclose,
            NextStep = rule.NextStep,
            Alternatives = [.. rule.Alternatives.Select(alternative => new Alternative(alternative.Tool.Value, alternative.Why))],
            Approval = effect.Value == Effect.RequireApproval ? ToRequirement(reference, rule.Approval) : null,
        };
    }

    private static ApprovalRequirement ToRequirement(RuleReference reference, ApprovalDefinition? approval)
    {
        var requirement = new ApprovalRequirement(reference);
        return approval is null ? requirement : requirement with
        {
            By = [.. approval.By.Select(by => by.Value)],
            Quorum = approval.Quorum ?? requirement.Quorum,
            Within = approval.Within ?? requirement.Within,
            ClaimWithin = approval.ClaimWithin ?? requirement.ClaimWithin,
            SamePerson = approval.SamePerson,
        };
    }
}
