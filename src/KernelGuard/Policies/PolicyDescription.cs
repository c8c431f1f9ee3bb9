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

    /// <summary>What its variables stand for, each as one sentence.</summary>
    public IEnumerable<string> VariableSentences => Variables.Select(variable => $"vars.{variable.Key} stands for {variable.Value}");

    /// <summary>All of it as text: the heading, then a line for each variable and rule.</summary>
    public override string ToString() => string.Join("\n  ", [Heading, .. VariableSentences, .. Rules.Select(rule => rule.Sentence)]);
}
