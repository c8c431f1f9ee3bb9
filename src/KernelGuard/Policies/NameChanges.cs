namespace KernelGuard.Policies;

/// <summary>Which of several named things came, went, or have another content. Sorted.</summary>
internal sealed record NameChanges(IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<string> Changed)
{
    /// <summary>Compares names with digests of what they name.</summary>
    public static NameChanges Between(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) => new(
        Sorted(after.Keys.Where(name => !before.ContainsKey(name))),
        Sorted(before.Keys.Where(name => !after.ContainsKey(name))),
        Sorted(after.Where(item => before.TryGetValue(item.Key, out var digest) && digest != item.Value).Select(item => item.Key)));

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
