using System.Diagnostics.CodeAnalysis;

namespace KernelGuard.Calls;

/// <summary>An agent: as the host names it for a call, and as <c>agents:</c> or an agent directory knows it; <c>agent</c> in conditions. Immutable.</summary>
/// <remarks>
/// Where agents are declared or a directory is configured, roles, trust and since come from there. A host that gives them too must give the same:
/// a call with anything else is refused.
/// </remarks>
public sealed class AgentIdentity
{
    /// <summary>Creates an identity.</summary>
    /// <param name="id">The agent's id; never taken from a call's arguments.</param>
    /// <param name="attributes">What else is known of the agent. An attribute that is not there is an error to read.</param>
    /// <param name="roles">The agent's roles. Null means that nobody said; reading them is then an error in a condition.</param>
    /// <param name="trust">How far the agent is trusted, in a word; or null.</param>
    /// <param name="since">Since when the agent has been in use; or null.</param>
    /// <exception cref="ArgumentException">The id is empty, or an attribute is no JSON.</exception>
    public AgentIdentity(
        string id,
        IReadOnlyDictionary<string, object?>? attributes = null,
        IEnumerable<string>? roles = null,
        string? trust = null,
        DateTimeOffset? since = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        Id = id;
        Attributes = FrozenObject.From(attributes);
        Roles = roles is null ? null : FrozenList.From(roles);
        Trust = trust;
        Since = since?.ToUniversalTime();
    }

    /// <summary>The agent's id. Ids are compared exactly.</summary>
    public string Id { get; }

    /// <summary>What else is known of the agent.</summary>
    public FrozenObject Attributes { get; }

    /// <summary>The agent's roles (strings), or null where nobody gave them.</summary>
    public FrozenList? Roles { get; }

    /// <summary>How far the agent is trusted, or null.</summary>
    public string? Trust { get; }

    /// <summary>Since when the agent has been in use, in UTC; or null.</summary>
    public DateTimeOffset? Since { get; }

    /// <summary>Makes an identity of an id.</summary>
    /// <param name="id">The agent's id.</param>
    [return: NotNullIfNotNull(nameof(id))]
    public static implicit operator AgentIdentity?(string? id) => FromString(id);

    /// <summary>Makes an identity of an id; null of null.</summary>
    /// <param name="id">The agent's id.</param>
    [return: NotNullIfNotNull(nameof(id))]
    public static AgentIdentity? FromString(string? id) => id is null ? null : new AgentIdentity(id);
}
