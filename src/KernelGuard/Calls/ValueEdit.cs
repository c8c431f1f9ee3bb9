namespace KernelGuard.Calls;

/// <summary>Changes frozen values at a path by making new ones; what is not on the path is shared.</summary>
internal static class ValueEdit
{
    /// <summary>Marks a member that is to be taken out.</summary>
    public static object Removed { get; } = new();

    /// <summary>Changes every value that a path names.</summary>
    /// <param name="root">The value at the path's root.</param>
    /// <param name="path">The path.</param>
    /// <param name="change">
    /// Gives the new value of an old one, or <see cref="Removed"/>. A last member that is not there is passed as <see cref="Removed"/>, so that it can be added.
    /// </param>
    /// <returns>The new value; <paramref name="root"/> itself where nothing changed.</returns>
    public static object? Apply(object? root, ValuePath path, Func<object?, object?> change) => Apply(root, path.Steps.AsSpan(), change);

    private static object? Apply(object? value, ReadOnlySpan<string> steps, Func<object?, object?> change)
    {
        if (steps.IsEmpty)
        {
            return change(value);
        }

        return (value, ValuePath.IsEveryElement(steps[0])) switch
        {
            (FrozenList list, true) => ApplyToElements(list, steps[1..], change),
            (FrozenObject map, false) => ApplyToMember(map, steps[0], steps[1..], change),
            _ => value,
        };
    }

    private static FrozenList ApplyToElements(FrozenList list, ReadOnlySpan<string> rest, Func<object?, object?> change)
    {
        var items = new List<object?>(list.Count);
        var changed = false;
        foreach (var item in list)
        {
            var edited = Apply(item, rest, change);
            changed |= !ReferenceEquals(edited, item);
            if (!ReferenceEquals(edited, Removed))
            {
                items.Add(edited);
            }
        }

        return changed ? new FrozenList([.. items]) : list;
    }

    private static FrozenObject ApplyToMember(FrozenObject map, string key, ReadOnlySpan<string> rest, Func<object?, object?> change)
    {
        var found = map.TryGetValue(key, out var old);
        if (!found && rest.Length > 0)
        {
            return map;
        }

        var edited = Apply(found ? old : Removed, rest, change);
        if (ReferenceEquals(edited, found ? old : Removed))
        {
            return map;
        }

        var comparison = map.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var members = map.Where(member => !string.Equals(member.Key, key, comparison)).ToList();
        var at = found ? map.TakeWhile(member => !string.Equals(member.Key, key, comparison)).Count() : members.Count;
        if (!ReferenceEquals(edited, Removed))
        {
            members.Insert(at, new(found ? map.ElementAt(at).Key : key, edited));
        }

        return new FrozenObject([.. members.Select(m => m.Key)], [.. members.Select(m => m.Value)], map.IgnoresCase);
    }
}
