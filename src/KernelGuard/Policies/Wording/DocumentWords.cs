using System.Collections.Immutable;
using System.Globalization;
using KernelGuard.Calls;
using KernelGuard.Facts;
using KernelGuard.Policies.Compilation;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;
using KernelGuard.Rules.Addresses;

namespace KernelGuard.Policies.Wording;

/// <summary>Says in plain words what a document says beside its rules.</summary>
internal static class DocumentWords
{
    /// <summary>All of it, a sentence for each thing.</summary>
    /// <param name="document">The document.</param>
    /// <param name="roles">The roles of the set.</param>
    public static IReadOnlyList<string> Of(CompiledDocument document, IEnumerable<AgentRole> roles) =>
    [
        .. document.Scope.IsFirstMatch ? ["the first of its rules that matches decides; limits and changes end no search"] : Array.Empty<string>(),
        .. document.Definition.Paths == PathStyle.Windows ? ["paths are read as Windows reads them"] : Array.Empty<string>(),
        .. document.Definition.Agents.Select(Of),
        .. roles.Where(role => role.PolicyId == document.Scope.PolicyId).Select(Of),
        .. document.Definition.Variables.Select(variable => $"vars.{variable.Name.Value} stands for {variable.Expression.Text}"),
        .. document.Scope.Counters.Select(MeterWords.Of),
        .. document.Definition.Levels.Select(level => $"levels.{level.Name.Value} puts in order, the lowest first: {Names(level.Words)}"),
        .. document.Definition.Facts.Select(Of),
        .. document.Definition.Tools.Select(ToolWords.Of),
    ];

    /// <summary>Names things.</summary>
    public static string Names(ImmutableArray<Located<string>> names) => string.Join(", ", names.Select(name => name.Value));

    private static string Of(AgentDefinition agent)
    {
        var since = agent.Since?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
        string?[] parts =
        [
            agent.Roles.IsEmpty ? null : $"roles {Names(agent.Roles)}",
            since is null ? null : $"in use since {since}",
            agent.Trust is null ? null : $"trust {agent.Trust}",
            agent.Attributes.Count == 0 ? null : $"attributes {CanonicalJson.ToText(agent.Attributes)}",
        ];
        return $"agent {agent.Id.Value}: {(parts.OfType<string>().ToArray() is { Length: > 0 } known ? string.Join("; ", known) : "may act")}";
    }

    private static string Of(AgentRole role)
    {
        var where = role.Where is { } condition ? $" when {condition.ToWords()}" : "";
        var user = role.IsOfUserToo ? ", if the user holds it too" : "";
        var grants = role.Grants ? ", and permits them" : "";
        return $"role {role.Id}: covers calls of {PolicyWords.Tools(role.May)}{where}{user}{grants}{(role.Description is { } text ? $" — {text.TrimEnd()}" : "")}";
    }

    private static string Of(FactDefinition facts)
    {
        var (of, root) = facts.Subject.Value == FactSubject.Context ? ("", "context") : ($" of each {facts.Subject.Value}", "resource");
        var fields = facts.Fields.Select(field => $"{root}.{field.Name.Value} ({NameOf(field.Type)})");
        return $"the host says{of}: {string.Join(", ", fields)}";
    }

    private static string NameOf(FactType type) => Words.FactTypes.Single(word => word.Value == type).Key;
}
