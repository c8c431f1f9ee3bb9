namespace KernelGuard.Cel.Tracing;

/// <summary>Chooses of several ways the one that changes least, and says which values go it.</summary>
internal static class BoundFinder
{
    public static IReadOnlyList<CelBounds>? Find(IEnumerable<IReadOnlyList<Requirement>> ways) =>
        ways.Select(BoundsOf).OfType<IReadOnlyList<CelBounds>>().Where(bounds => bounds.Count > 0).MinBy(bounds => bounds.Count);

    /// <summary>The fields to change; null where changing fields does not do.</summary>
    private static IReadOnlyList<CelBounds>? BoundsOf(IReadOnlyList<Requirement> way)
    {
        var bounds = new List<CelBounds>();
        foreach (var field in way.Where(requirement => PathOf(requirement) is not null).GroupBy(requirement => PathOf(requirement)!))
        {
            if (field.All(requirement => requirement.Holds))
            {
                continue;
            }

            if (FieldBounds.Of(field.Key, field) is not { } found)
            {
                return null;
            }

            bounds.Add(found);
        }

        var areApart = bounds.TrueForAll(one => bounds.TrueForAll(two => ReferenceEquals(one, two) || !Overlap(one.Path, two.Path)));
        return areApart && way.All(requirement => HoldsAfter(requirement, bounds)) ? bounds : null;
    }

    private static string? PathOf(Requirement requirement) => requirement switch
    {
        Requirement.Comparison comparison => comparison.Path,
        Requirement.Choice choice => choice.Path,
        _ => null,
    };

    private static bool HoldsAfter(Requirement requirement, List<CelBounds> changes) => requirement switch
    {
        Requirement.Presence { IsThere: true } presence => presence.Holds || changes.Exists(change => IsWithin(change.Path, presence.Path)),
        Requirement.Presence absence => absence.Holds && !changes.Exists(change => IsWithin(change.Path, absence.Path)),
        Requirement.Other other => other.Holds && !other.Reads.Any(read => changes.Exists(change => Overlap(read, change.Path))),

        // A field that stays is not to be changed by the way with another.
        _ => changes.TrueForAll(change => change.Path == PathOf(requirement) || !Overlap(change.Path, PathOf(requirement)!)),
    };

    private static bool Overlap(string one, string two) => IsWithin(one, two) || IsWithin(two, one);

    // Ignoring case: the host's maps may do so too.
    private static bool IsWithin(string path, string whole) =>
        path.StartsWith(whole, StringComparison.OrdinalIgnoreCase) && (path.Length == whole.Length || path[whole.Length] == '.');
}
