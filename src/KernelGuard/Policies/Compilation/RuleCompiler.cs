using KernelGuard.Cel;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;
using KernelGuard.Rules.Meters;

namespace KernelGuard.Policies.Compilation;

/// <summary>Compiles the rules of one document.</summary>
/// <param name="document">The document.</param>
/// <param name="setMode">The mode where neither rule nor document gives one.</param>
/// <param name="vocabulary">What the set adds to the names that conditions know.</param>
/// <param name="bag">Where findings go.</param>
internal sealed class RuleCompiler(PolicyDocument document, GuardMode setMode, ConditionVocabulary vocabulary, DiagnosticBag bag)
{
    private readonly GuardMode _mode = document.Mode ?? setMode;
    private readonly (PolicyScope Scope, CelEnvironment Environment) _shared =
        new ScopeCompiler(document, document.Mode ?? setMode, vocabulary, bag).Compile();

    /// <summary>What the rules share.</summary>
    public PolicyScope Scope => _shared.Scope;

    /// <summary>What the document's conditions can read.</summary>
    public CelEnvironment Environment => _shared.Environment;

    /// <summary>Compiles all rules. Those with errors are left out.</summary>
    public IReadOnlyList<GuardRule> Compile()
    {
        var identity = new IdentityArguments(_shared.Scope);
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

    /// <summary>What the document says where none of its rules holds, as a rule that comes after them; none where it says nothing.</summary>
    public IEnumerable<GuardRule> CompileDefault()
    {
        if (document is { Default: { } usual, Id: { } id })
        {
            yield return new GuardRule
            {
                Reference = new RuleReference(id.Value, DefaultDefinition.RuleId, usual.Effect.Value, _mode),
                Tools = [.. usual.AppliesTo.Select(pattern => new ToolPattern(pattern.Value))],
                Scope = _shared.Scope,
                IsDefault = true,
            };
        }
    }

    private GuardRule? Compile(RuleDefinition rule)
    {
        var condition = rule.When is null ? null : ExpressionCompiler.Compile(_shared.Environment, rule.When, CelType.Bool, bag).Program;
        var reason = rule.Reason is null ? null : TemplateCompiler.Compile(_shared.Environment, rule.Reason, bag);
        var (steps, redactions) = new TransformCompiler(_shared.Environment, bag).Compile(rule.Transforms?.Value ?? []);
        var throttle = rule.Throttle is null ? null : CompileThrottle(rule.Throttle, rule.Id?.Value);
        if (rule is not { Id: { } id, Effect: { } effect } || document.Id is not { } policy || (rule.When is not null && condition is null))
        {
            return null;
        }

        var reference = new RuleReference(policy.Value, id.Value, effect.Value, rule.Mode?.Value ?? _mode);
        return new GuardRule
        {
            Reference = reference,
            Tools = [.. rule.Tools.Select(pattern => new ToolPattern(pattern.Value))],
            Condition = condition,
            Scope = _shared.Scope,
            Code = rule.Code?.Value,
            Reason = reason,
            Disclose = rule.Disclose,
            NextStep = rule.NextStep,
            Alternatives = [.. rule.Alternatives.Select(alternative => new Alternative(alternative.Tool.Value, alternative.Why))],
            Approval = effect.Value == Effect.RequireApproval ? ToRequirement(reference, rule.Approval) : null,
            Throttle = throttle,
            Transforms = steps,
            ResultRedactions = redactions,
            Substitute = rule.Sandbox is { } sandbox ? ToSubstitute(sandbox) : null,
        };
    }

    private Throttle? CompileThrottle(ThrottleDefinition definition, string? rule)
    {
        var type = CelType.Int;
        var meter = new MeterCompiler(_shared.Environment, null, bag).Compile(definition.Meter, $"{document.Id?.Value}/{rule}", ref type);
        return meter is not null && definition.Limit is { } limit ? new Throttle(meter, limit, definition.Wait ?? TimeSpan.Zero) : null;
    }

    private static Substitute? ToSubstitute(SandboxDefinition sandbox) => sandbox is { Tool: null, Result: null, From: null }
        ? null
        : new Substitute { Tool = sandbox.Tool?.Value, HasResult = sandbox.Result is not null, Result = sandbox.Result?.Value, From = sandbox.From?.Value };

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
