namespace KernelGuard.Calls;

/// <summary>The agent that makes a call, as the host knows it; <c>agent</c> in conditions.</summary>
public sealed class AgentIdentity
{
    /// <summary>Creates an identity.</summary>
    /// <param name="id">The agent's id; never taken from a call's arguments.</param>
    /// <param name="attributes">What the host knows of the agent; copied when a call is judged. An attribute that is not there is an error to read.</param>
    /// <exception cref="ArgumentException">The id is empty, or an attribute is no JSON.</exception>
    public AgentIdentity(string id, IReadOnlyDictionary<string, object?>? attributes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        Id = id;
        Attributes = FrozenObject.From(attributes);
    }

    /// <summary>The agent's id.</summary>
    public string Id { get; }

    /// <summary>What the host knows of the agent.</summary>
    public FrozenObject Attributes { get; }

    /// <summary>Makes an identity of an id.</summary>
    /// <param name="id">The agent's id.</param>
    public static implicit operator AgentIdentity?(string? id) => FromString(id);

    /// <summary>Makes an identity of an id; null of null.</summary>
    /// <param name="id">The agent's id.</param>
    public static AgentIdentity? FromString(string? id) => id is null ? null : new AgentIdentity(id);
}
