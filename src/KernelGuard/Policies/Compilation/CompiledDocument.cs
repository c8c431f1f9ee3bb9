using KernelGuard.Cel;
using KernelGuard.Policies.Documents;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Compilation;

/// <summary>A document with what was made of it, for checks that need tools.</summary>
/// <param name="Definition">What the document says.</param>
/// <param name="Rules">Its rules, in order; what it says where none of them holds comes last.</param>
/// <param name="Scope">What they share.</param>
/// <param name="Environment">What their expressions know.</param>
internal sealed record CompiledDocument(PolicyDocument Definition, IReadOnlyList<GuardRule> Rules, PolicyScope Scope, CelEnvironment Environment)
{
    /// <summary>Its roles, in order.</summary>
    public IReadOnlyList<AgentRole> Roles { get; init; } = [];

    /// <summary>What the calls of its tools are about, in order.</summary>
    public IReadOnlyList<ResourceBinding> Resources { get; init; } = [];
}
