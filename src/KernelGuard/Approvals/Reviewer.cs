using System.Collections.Immutable;

namespace KernelGuard.Approvals;

/// <summary>A person who answers tickets, as the host authenticated them. Immutable.</summary>
public sealed class Reviewer
{
    /// <summary>Creates a reviewer.</summary>
    /// <param name="id">The person's id. It must not be the requesting agent or user.</param>
    /// <param name="roles">The person's roles.</param>
    public Reviewer(string id, params IEnumerable<string> roles)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentNullException.ThrowIfNull(roles);
        Id = id;
        Roles = [.. roles];
    }

    /// <summary>The person's id.</summary>
    public string Id { get; }

    /// <summary>The person's roles.</summary>
    public ImmutableArray<string> Roles { get; }
}
