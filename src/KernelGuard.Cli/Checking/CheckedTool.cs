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
    public bool IsPermitted => Outcomes.Any();

    /// <summary>How it is decided whether calls run, for each way in which a rule can let them; empty where all are refused.</summary>
    public IEnumerable<string> Outcomes => Effects.Select(effect => effect switch
    {
        Effect.Allow or Effect.LogOnly => "automated",
        Effect.RequireApproval => "approval",
        Effect.Sandbox => "simulated",
        _ => null,
    }).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    /// <summary>How risky the policies call it, or null.</summary>
    public string? Risk => Declaration?.Risk is { Length: > 0 } risk ? risk : null;

    /// <summary>What the policies say it does to the world, or null.</summary>
    public string? Impact => Declaration?.Impact is { Length: > 0 } impact ? impact : null;

    public static CheckedTool Of(string name, PolicySet set) => new(
        name,
        set.Tools.FirstOrDefault(tool => tool.Also.Prepend(tool.Name).Contains(name, StringComparer.OrdinalIgnoreCase)),
        set.RulesFor(name));
}
