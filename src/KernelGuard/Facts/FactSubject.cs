using System.Collections.Immutable;

namespace KernelGuard.Facts;

/// <summary>The facts declared of one type of resource, or of the business context.</summary>
/// <param name="Name">The type of resource, or <see cref="Context"/>.</param>
/// <param name="Fields">The facts.</param>
internal sealed record FactSubject(string Name, ImmutableArray<FactField> Fields)
{
    /// <summary>The subject whose facts are read as <c>context.x</c>.</summary>
    public const string Context = "context";
}
