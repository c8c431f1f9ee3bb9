namespace KernelGuard.Calls;

/// <summary>The person for whom an agent acts, as the host authenticated them; <c>user</c> in conditions.</summary>
public sealed class UserIdentity
{
    /// <summary>Creates an identity.</summary>
    /// <param name="id">The user's id; never taken from a call's arguments.</param>
    /// <param name="roles">The user's roles. Null means that the host did not say: reading them is then an error in a condition.</param>
    /// <param name="tenant">The tenant, if the host has tenants.</param>
    /// <param name="workspace">The workspace, if the host has workspaces.</param>
    /// <param name="attributes">What else the host knows of the user.</param>
    /// <exception cref="ArgumentException">The id is empty, or an attribute is no JSON.</exception>
    public UserIdentity(
        string id,
        IEnumerable<string>? roles = null,
        string? tenant = null,
        string? workspace = null,
        IReadOnlyDictionary<string, object?>? attributes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        Id = id;
        Roles = roles is null ? null : FrozenList.From(roles);
        Tenant = tenant;
        Workspace = workspace;
        Attributes = FrozenObject.From(attributes);
    }

    /// <summary>The user's id.</summary>
    public string Id { get; }

    /// <summary>The user's roles (strings), or null where the host did not give them.</summary>
    public FrozenList? Roles { get; }

    /// <summary>The tenant, or null.</summary>
    public string? Tenant { get; }

    /// <summary>The workspace, or null.</summary>
    public string? Workspace { get; }

    /// <summary>What else the host knows of the user.</summary>
    public FrozenObject Attributes { get; }

    /// <summary>Makes an identity of an id.</summary>
    /// <param name="id">The user's id.</param>
    public static implicit operator UserIdentity?(string? id) => FromString(id);

    /// <summary>Makes an identity of an id; null of null.</summary>
    /// <param name="id">The user's id.</param>
    public static UserIdentity? FromString(string? id) => id is null ? null : new UserIdentity(id);
}
