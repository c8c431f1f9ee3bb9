using KernelGuard.Decisions;
using KernelGuard.Policies;
using KernelGuard.Tools;

namespace KernelGuard.Cli.Checking;

/// <summary>A tool, what the policies say of it, and what their rules can do with its calls.</summary>
/// <param name="Name">The name of the host.</param>
/// <param name="Declaration">What the policies say of it, or null.</param>
/// <param name="Rules">The rules that concern it.</param>
internal sealed record CheckedTool(string Name, ToolDeclaration? Declaration, IReadOnlyList<RuleReference> Rules)
{
    /// <summary>The effects of these rules, each once, observed rules aside.</summary>
    public IEnumerable<Effect> Effects => Rules.Where(rule => rule.Mode == GuardMode.Enforce).Select(rule => rule.Effect).Distinct();

    /// <summary>Whether a rule can let calls run.</summary>
    public bool IsPermitted => Effects.Any(effect => effect is Effect.Allow or Effect.LogOnly or Effect.RequireApproval or Effect.Sandbox);

    public static CheckedTool Of(string name, PolicySet set) => new(
        name,
        set.Tools.FirstOrDefault(tool => tool.Also.Prepend(tool.Name).Contains(name, StringComparer.OrdinalIgnoreCase)),
        set.RulesFor(name));
}
