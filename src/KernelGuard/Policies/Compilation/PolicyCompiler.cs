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
        var scopes = ImmutableArray.CreateBuilder<PolicyScope>();
        var compiled = ImmutableArray.CreateBuilder<CompiledDocument>();
        foreach (var document in sorted)
        {
            var compiler = new RuleCompiler(document, set?.Mode ?? GuardMode.Enforce, bag);
            var own = compiler.Compile();
            rules.AddRange(own);
            scopes.Add(compiler.Scope);
            compiled.Add(new CompiledDocument(document, own, compiler.Scope, compiler.Environment));
        }

        TransformInputs.Check(rules, sorted, bag);

        var tools = ToolCompiler.Compile(sorted, bag);
        return bag.HasErrors ? null : new PolicySet(
            PolicyDigest.Of(sorted, set),
            [.. sorted.Select(document => document.Id!.Value.Value)],
            rules.ToImmutable(),
            scopes.ToImmutable(),
            tools)
        {
            Mode = set?.Mode ?? GuardMode.Enforce,
            Documents = compiled.ToImmutable(),
            RunsWithoutEvidence = set?.AllowsWithoutEvidence ?? false,
        };
    }
}
