using System.Collections.Immutable;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies.Catalogue;
using KernelGuard.Policies.Compilation;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;
using KernelGuard.Tools;

namespace KernelGuard.Policies;

/// <summary>The policies in force, compiled. Immutable and thread-safe: a call is judged by one set from start to end.</summary>
public sealed class PolicySet
{
    internal PolicySet(
        string digest,
        ImmutableArray<string> policyIds,
        ImmutableArray<GuardRule> rules,
        ImmutableArray<PolicyScope> scopes,
        ImmutableArray<ToolDeclaration> tools)
    {
        Scopes = scopes;
        Digest = digest;
        PolicyIds = policyIds;
        Rules = rules;
        Tools = tools;
    }

    /// <summary>
    /// What identifies the content: <c>sha256:</c> and hexadecimal digits. File names, comments, line endings, the order of keys and whether a
    /// document is YAML or JSON do not change it; any value does.
    /// </summary>
    public string Digest { get; }

    /// <summary>The ids of the policies, sorted.</summary>
    public IReadOnlyList<string> PolicyIds { get; }

    /// <summary>Whether verdicts bind.</summary>
    /// <value>The default is <see cref="GuardMode.Enforce"/>. Rules and policies that give a mode of their own keep it.</value>
    public GuardMode Mode { get; internal init; }

    /// <summary>Whether calls run although their decision could not be recorded.</summary>
    /// <value>The default is false.</value>
    public bool RunsWithoutEvidence { get; internal init; }

    /// <summary>What the documents say of tools.</summary>
    public IReadOnlyList<ToolDeclaration> Tools { get; }

    /// <summary>How many rules the set has.</summary>
    public int RuleCount => Rules.Length;

    /// <summary>The compiled rules, by policy id and document order.</summary>
    internal ImmutableArray<GuardRule> Rules { get; }

    /// <summary>What the rules of each document share, in the order of <see cref="PolicyIds"/>.</summary>
    internal ImmutableArray<PolicyScope> Scopes { get; }

    /// <summary>The documents, in the order of <see cref="PolicyIds"/>.</summary>
    internal ImmutableArray<CompiledDocument> Documents { get; init; } = [];

    /// <summary>Whether a rule of the set permits something, observed ones aside.</summary>
    internal bool PermitsAnything => Rules.Any(rule =>
        rule.Reference is { Mode: GuardMode.Enforce, Effect: var effect } && effect != Effect.Deny && !effect.IsModifier());

    /// <summary>The rules that concern a tool, by policy id and document order.</summary>
    /// <param name="tool">The tool's name, or another of its spellings.</param>
    public IReadOnlyList<RuleReference> RulesFor(string tool)
    {
        ArgumentException.ThrowIfNullOrEmpty(tool);
        var name = Tools.FirstOrDefault(t => t.Also.Contains(tool, StringComparer.OrdinalIgnoreCase))?.Name ?? tool;
        return [.. Rules.Where(rule => rule.Tools.Any(pattern => pattern.Matches(name))).Select(rule => rule.Reference)];
    }

    /// <summary>The condition of a rule as it is written; null where the rule has none, or is not in the set.</summary>
    /// <param name="rule">The rule.</param>
    public string? ConditionOf(RuleReference rule) => Rules.FirstOrDefault(r => r.Reference == rule)?.Condition?.Source;

    /// <summary>What is wrong with tools together with what the documents say of them, in words; a guard cannot be created with such tools.</summary>
    /// <param name="tools">All tools that the host offers.</param>
    public IReadOnlyList<string> FindToolErrors(IEnumerable<ToolDescriptor> tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        return [.. ToolCatalogue.Create(tools, closed: true, Tools, CallLimits.Default).Errors.Select(error => error.Message)];
    }

    /// <summary>What of the policies does not fit tools: arguments that they do not have, and rules that concern none of them.</summary>
    /// <remarks>A guard cannot be created where one of the findings is an error.</remarks>
    /// <param name="tools">All tools that the host offers.</param>
    public IReadOnlyList<PolicyDiagnostic> CheckTools(IEnumerable<ToolDescriptor> tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        var catalogue = ToolCatalogue.Create(tools, closed: true, Tools, CallLimits.Default).Catalogue;
        var bag = new DiagnosticBag();
        UnreachedRules.Check(Documents, catalogue, bag);
        ArgumentCheck.Run(Documents, catalogue, bag);
        return InOrder(bag);
    }

    /// <summary>What of the policies does not fit the arguments of tools.</summary>
    internal IReadOnlyList<PolicyDiagnostic> CheckArguments(ToolCatalogue tools)
    {
        var bag = new DiagnosticBag();
        ArgumentCheck.Run(Documents, tools, bag);
        return InOrder(bag);
    }

    /// <summary>The tools of the host that no rule can let run, observed rules aside.</summary>
    internal IEnumerable<string> FindUngoverned(ToolCatalogue tools) => tools.Tools
        .Where(tool => tool is { IsOffered: true, Facts.IsSubstitute: false })
        .Select(tool => tool.Facts.Name)
        .Where(name => !Rules.Any(rule => rule.Permits && rule.Tools.Any(pattern => pattern.Matches(name))));

    private IReadOnlyList<PolicyDiagnostic> InOrder(DiagnosticBag bag) => bag.InOrder([.. Documents.Select(document => document.Definition.Source)]);
}
