using KernelGuard.Decisions;

namespace KernelGuard.Policies;

/// <summary>One policy as people read it. Immutable.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Description">Its own description, or null.</param>
/// <param name="Mode">The mode that it gives itself, or null.</param>
/// <param name="Variables">Its variables, in order, with their expressions.</param>
/// <param name="Rules">Its rules, in order.</param>
public sealed record PolicyDescription(
    string Id,
    string? Description,
    GuardMode? Mode,
    IReadOnlyList<KeyValuePair<string, string>> Variables,
    IReadOnlyList<RuleDescription> Rules)
{
    /// <summary>Its id, mode and description in one line.</summary>
    public string Heading => $"{Id}{(Mode is { } own ? $" (mode: {own.ToName()})" : "")}{(Description is { } text ? $": {text}" : "")}";

    /// <summary>Whether its first rule that matches decides, in the place of the strictest.</summary>
    public bool IsFirstMatch { get; init; }

    /// <summary>What it says of calls for which none of its other rules holds, which is the last of its rules; null where it says nothing.</summary>
    public Effect? Default { get; init; }

    /// <summary>What it says beside its rules, in sentences: how they combine, what the names stand for that they read, agents, roles and tools.</summary>
    public IReadOnlyList<string> Sentences { get; init; } = [];

    /// <summary>All of it as text: the heading, then a line for each sentence and rule.</summary>
    public override string ToString() => string.Join("\n  ", [Heading, .. Sentences, .. Rules.Select(rule => rule.Sentence)]);

    /// <summary>How much can happen at worst in one window, by the policy's throttles and counters.</summary>
    public IReadOnlyList<LimitDescription> Limits { get; init; } = [];
}
