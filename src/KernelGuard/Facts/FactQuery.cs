namespace KernelGuard.Facts;

/// <summary>Of what facts are asked. Equal queries have equal answers.</summary>
/// <param name="Subject">The type of resource, or <c>context</c>.</param>
/// <param name="Id">The resource's id; "" for <c>context</c>.</param>
public sealed record FactQuery(string Subject, string Id)
{
    /// <summary>The tenant of the user for whom the agent acts, or null.</summary>
    public string? Tenant { get; init; }

    /// <summary>The workspace of the user, or null; only for <c>context</c>.</summary>
    public string? Workspace { get; init; }

    /// <summary>The user's id, or null; only for <c>context</c>.</summary>
    public string? User { get; init; }

    /// <summary>The agent's id, or null; only for <c>context</c>.</summary>
    public string? Agent { get; init; }

    /// <summary>The session's id, or null; only for <c>context</c>.</summary>
    public string? Session { get; init; }
}
