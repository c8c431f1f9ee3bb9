namespace KernelGuard.Policies.Reading;

/// <summary>The keys that one kind of map may hold.</summary>
/// <param name="Owner">What the map describes, for messages.</param>
/// <param name="Known">The keys that mean something.</param>
/// <param name="Later">Keys of the language that this version does not support: refused, never ignored.</param>
internal sealed record KeySet(string Owner, IReadOnlyList<string> Known, IReadOnlyList<string> Later);
