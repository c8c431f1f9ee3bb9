namespace KernelGuard.Cli.Roles;

/// <summary>One difference between what two versions of policies permit.</summary>
/// <param name="Direction">What it means.</param>
/// <param name="Kind">What changed: <c>set</c>, <c>policy</c>, <c>role</c>, <c>agent</c> or <c>rule</c>.</param>
/// <param name="Id">Which one; empty of the set.</param>
/// <param name="What">The difference in words.</param>
internal sealed record PermissionChange(ChangeDirection Direction, string Kind, string Id, string What)
{
    /// <summary>The tools that it concerns, or patterns of them; empty where it is not about certain tools.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Of a rule the roles that reach its tools.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The direction of something that grew or shrank; null where it did neither.</summary>
    /// <param name="added">Whether something was added.</param>
    /// <param name="removed">Whether something was taken away.</param>
    public static ChangeDirection? DirectionOf(bool added, bool removed) => (added, removed) switch
    {
        (false, false) => null,
        (true, false) => ChangeDirection.Widened,
        (false, true) => ChangeDirection.Narrowed,
        _ => ChangeDirection.Unclear,
    };
}
