using KernelGuard.Cel;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Compilation;

/// <summary>Compiles the roles of one document.</summary>
/// <param name="document">The document.</param>
/// <param name="scope">What its rules share.</param>
/// <param name="environment">What its conditions can read.</param>
/// <param name="bag">Where findings go.</param>
internal sealed class RoleCompiler(PolicyDocument document, PolicyScope scope, CelEnvironment environment, DiagnosticBag bag)
{
    /// <summary>Compiles all roles, and for each with <c>grants</c> the rule that it stands for. Those with errors are left out.</summary>
    /// <param name="mode">The mode of such rules.</param>
    public IEnumerable<(AgentRole Role, GuardRule? Grant)> Compile(GuardMode mode)
    {
        var identity = new IdentityArguments(scope);
        foreach (var definition in document.Roles)
        {
            if (Compile(definition) is { } role)
            {
                identity.Check(definition, role, bag);
                yield return (role, role.Grants ? CompileGrant(role, definition.Id.Span, mode) : null);
            }
        }
    }

    // Its id cannot be that of another rule.
    private GuardRule? CompileGrant(AgentRole role, SourceSpan span, GuardMode mode)
    {
        if (environment.Compile(ConditionOf(role), CelType.Bool).Program is not { } condition)
        {
            bag.Error(DiagnosticCodes.InvalidExpression, span, "the condition of the role is too large for a role that grants");
            return null;
        }

        return new GuardRule
        {
            Reference = new RuleReference(role.PolicyId, $"role:{role.Id}", Effect.Allow, mode),
            Tools = role.May,
            Condition = condition,
            Scope = role.Scope,
        };
    }

    private AgentRole? Compile(RoleDefinition role)
    {
        var where = role.Where is null ? null : ExpressionCompiler.Compile(environment, role.Where, CelType.Bool, bag).Program;
        if (document.Id is not { } policy || (role.Where is not null && where is null))
        {
            return null;
        }

        return new AgentRole(role.Id.Value, policy.Value)
        {
            Description = role.Description,
            May = [.. role.May.Select(pattern => new ToolPattern(pattern.Value))],
            Where = where,
            Scope = scope,
            IsOfUserToo = role.IsOfUserToo,
            Grants = role.Grants,
        };
    }

    // The line break ends a comment that the expression may end with.
    private static string ConditionOf(AgentRole role)
    {
        var held = $"\"{role.Id}\" in agent.roles" + (role.IsOfUserToo ? $" && \"{role.Id}\" in user.roles" : "");
        var end = role.Where?.Source.Contains("//", StringComparison.Ordinal) == true ? "\n)" : ")";
        return role.Where is null ? held : $"{held} && ({role.Where.Source}{end}";
    }
}
