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
    /// <param name="documents">The documents.</param>
    /// <param name="bag">Where findings go.</param>
    /// <param name="switched">The mode to which somebody switched the set; null where what the documents say counts.</param>
    public static PolicySet? Compile(IReadOnlyList<PolicyDocument> documents, DiagnosticBag bag, GuardMode? switched = null)
    {
        var set = documents.Select(document => document.Set).OfType<SetDefinition>().FirstOrDefault();
        var mode = switched ?? set?.Mode ?? GuardMode.Enforce;
        var sorted = documents.OrderBy(document => document.Id?.Value, StringComparer.Ordinal).ToArray();
        var rules = ImmutableArray.CreateBuilder<GuardRule>();
        var scopes = ImmutableArray.CreateBuilder<PolicyScope>();
        var compiled = ImmutableArray.CreateBuilder<CompiledDocument>();
        var vocabulary = VocabularyCompiler.Compile(sorted);
        var resources = ImmutableArray.CreateBuilder<ResourceBinding>();
        var roles = ImmutableArray.CreateBuilder<AgentRole>();
        foreach (var document in sorted)
        {
            var compiler = new RuleCompiler(document, mode, vocabulary, bag);
            var ofRoles = new RoleCompiler(document, compiler.Scope, compiler.Environment, bag).Compile(mode).ToArray();
            IReadOnlyList<GuardRule> own = [.. compiler.Compile(), .. ofRoles.Select(role => role.Grant).OfType<GuardRule>(), .. compiler.CompileDefault()];
            rules.AddRange(own);
            roles.AddRange(ofRoles.Select(role => role.Role));
            var ofTools = ResourceCompiler.Compile(document, compiler.Environment, bag).ToArray();
            resources.AddRange(ofTools);
            scopes.Add(compiler.Scope);
            compiled.Add(new CompiledDocument(document, own, compiler.Scope, compiler.Environment)
            {
                Roles = [.. ofRoles.Select(role => role.Role)],
                Resources = ofTools,
            });
        }

        var agents = AgentCompiler.Compile(sorted, bag);
        TransformInputs.Check(rules, sorted, bag);

        var tools = ToolCompiler.Compile(sorted, bag);
        return bag.HasErrors ? null : new PolicySet(
            PolicyDigest.Of(sorted, set),
            [.. sorted.Select(document => document.Id!.Value.Value)],
            rules.ToImmutable(),
            scopes.ToImmutable(),
            tools)
        {
            Mode = mode,
            RequiredPolicyIds = [.. set?.Policies.Select(id => id.Value) ?? []],
            Documents = [.. sorted],
            CompiledDocuments = compiled.ToImmutable(),
            Facts = vocabulary.Facts,
            Resources = resources.ToImmutable(),
            Agents = agents,
            CompiledRoles = roles.ToImmutable(),
            RunsWithoutEvidence = set?.AllowsWithoutEvidence ?? false,
        };
    }
}
