using System.Collections.Immutable;
using KernelGuard.Decisions;
using KernelGuard.Rules;
using KernelGuard.Tools;

namespace KernelGuard.Policies;

/// <summary>The policies in force, compiled. Immutable and thread-safe: a call is judged by one set from start to end.</summary>
public sealed class PolicySet
{
    internal PolicySet(string digest, ImmutableArray<string> policyIds, ImmutableArray<GuardRule> rules, ImmutableArray<ToolDeclaration> tools)
    {
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

    /// <summary>The compiled rules, by policy id and document order.</summary>
    internal ImmutableArray<GuardRule> Rules { get; }
}
