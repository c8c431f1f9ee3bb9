using System.Collections.Immutable;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Compilation;

/// <summary>Turns documents into a policy set.</summary>
internal static class PolicyCompiler
{
    /// <summary>Compiles every expression, also beside errors, so that all are reported. Gives a set only where nothing is wrong.</summary>
    public static PolicySet? Compile(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag)
    {
        var set = documents.Select(document => document.Set).OfType<SetDefinition>().FirstOrDefault();
        var sorted = documents.OrderBy(document => document.Id?.Value, StringComparer.Ordinal).ToArray();
        var rules = ImmutableArray.CreateBuilder<GuardRule>();
        var vocabulary = VocabularyCompiler.Compile(sorted);
        var resources = ImmutableArray.CreateBuilder<ResourceBinding>();
        var roles = ImmutableArray.CreateBuilder<AgentRole>();
        foreach (var document in sorted)
        {
            var compiler = new RuleCompiler(document, set?.Mode ?? GuardMode.Enforce, vocabulary, bag);
            rules.AddRange(compiler.Compile());
            var (variables, environment) = compiler.Scope;
            resources.AddRange(ResourceCompiler.Compile(document, environment, bag));
            foreach (var (role, grant) in new RoleCompiler(document, variables, environment, bag).Compile(set?.Mode ?? GuardMode.Enforce))
            {
                roles.Add(role);
                if (grant is not null)
                {
                    rules.Add(grant);
                }
            }
        }

        var agents = AgentCompiler.Compile(sorted, bag);

        var tools = ToolCompiler.Compile(sorted, bag);
        return bag.HasErrors ? null : new PolicySet(
            PolicyDigest.Of(sorted, set),
            [.. sorted.Select(document => document.Id!.Value.Value)],
            rules.ToImmutable(),
            tools)
        {
            Mode = set?.Mode ?? GuardMode.Enforce,
            Facts = vocabulary.Facts,
            Resources = resources.ToImmutable(),
            Agents = agents,
            CompiledRoles = roles.ToImmutable(),
            RunsWithoutEvidence = set?.AllowsWithoutEvidence ?? false,
        };
    }
}
