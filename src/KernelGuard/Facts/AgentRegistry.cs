using System.Collections.Frozen;
using KernelGuard.Calls;

namespace KernelGuard.Facts;

/// <summary>Knows the agents: from policy documents, from the host's directory, or, where there is neither, from what the host says at the call.</summary>
/// <param name="declared">The agents of the documents, by id.</param>
/// <param name="hasRoles">Whether the set gates calls by roles.</param>
/// <param name="directory">The host's directory, or null; never beside declared agents.</param>
/// <param name="source">Asks it.</param>
internal sealed class AgentRegistry(
    FrozenDictionary<string, AgentIdentity> declared, bool hasRoles, IAgentDirectory? directory, HostSource source)
{
    /// <summary>Finds out who acts. Completes synchronously unless there is a directory.</summary>
    /// <param name="given">What the host says; null where it says nothing.</param>
    /// <param name="cancellationToken">Ends the wait for the directory.</param>
    public ValueTask<AgentFinding> FindAsync(AgentIdentity? given, CancellationToken cancellationToken)
    {
        if (directory is not null && given is not null)
        {
            return AskAsync(directory, given, cancellationToken);
        }

        return new(directory is null ? Find(given) : Absent);
    }

    /// <summary>The same without asking a directory: of its agents nothing is known.</summary>
    public AgentFinding FindAtOnce(AgentIdentity? given) => directory is null ? Find(given) : new(given, null);

    private static AgentFinding Absent { get; } = new(null, new CallProblem(CallProblemKind.UnknownAgent, "the host did not say which agent is acting"));

    private AgentFinding Find(AgentIdentity? given)
    {
        if (declared.Count > 0)
        {
            return given is null ? Absent : Compare(given, declared.GetValueOrDefault(given.Id));
        }

        return !hasRoles ? new(given, null)
            : given is null ? Absent
            : given.Roles is null ? Refuse(given, CallProblemKind.UnknownAgent, "nobody says which roles the agent {0} has")
            : new(given, null);
    }

    private async ValueTask<AgentFinding> AskAsync(IAgentDirectory directory, AgentIdentity given, CancellationToken cancellationToken)
    {
        var (known, failure) = await source.AskAsync("agent directory", token => directory.FindAsync(given.Id, token), cancellationToken);
        if (failure is not null || (known is not null && known.Id != given.Id))
        {
            return Refuse(given, CallProblemKind.AgentsUnavailable, "it could not be found out who the agent {0} is");
        }

        return Compare(given, known);
    }

    private static AgentFinding Compare(AgentIdentity given, AgentIdentity? known)
    {
        if (known is null)
        {
            return Refuse(given, CallProblemKind.UnknownAgent, "the agent {0} is not known");
        }

        return Agrees(given, known)
            ? new(Complete(given, known), null)
            : Refuse(given, CallProblemKind.AgentConflict, "the host says something else of the agent {0} than is known of it");
    }

    private static bool Agrees(AgentIdentity given, AgentIdentity known) =>
        (given.Roles is null || Texts(given.Roles).ToHashSet(StringComparer.Ordinal).SetEquals(Texts(known.Roles)))
        && (given.Trust is null || given.Trust == known.Trust)
        && (given.Since is null || given.Since == known.Since)
        && given.Attributes.All(attribute => Agrees(attribute, known.Attributes));

    private static bool Agrees(KeyValuePair<string, object?> given, FrozenObject known) =>
        known.TryGetValue(given.Key, out var value)
            ? CanonicalJson.Hash(value) == CanonicalJson.Hash(given.Value)
            : !known.Keys.Contains(given.Key, StringComparer.OrdinalIgnoreCase);

    // What only the host knows of the agent stays.
    private static AgentIdentity Complete(AgentIdentity given, AgentIdentity known)
    {
        if (given.Attributes.Count == 0 && known.Roles is not null)
        {
            return known;
        }

        var attributes = known.Attributes.Concat(given.Attributes.Where(attribute => !known.Attributes.ContainsKey(attribute.Key)));
        return new AgentIdentity(known.Id, attributes.ToDictionary(StringComparer.Ordinal), Texts(known.Roles), known.Trust, known.Since);
    }

    private static IEnumerable<string> Texts(FrozenList? roles) => roles is null ? [] : roles.OfType<string>();

    private static AgentFinding Refuse(AgentIdentity given, CallProblemKind kind, string message) =>
        new(given, new CallProblem(kind, message.Replace("{0}", QuotedText.Quote(given.Id), StringComparison.Ordinal)));
}
