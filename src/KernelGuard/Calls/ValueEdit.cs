namespace KernelGuard.Calls;

/// <summary>Changes frozen values at a path by making new ones; what is not on the path is shared.</summary>
/// <remarks>
/// Results have no schema, so in them members compare ignoring case, and text on the path that holds JSON is read and written again as text.
/// </remarks>
internal sealed class ValueEdit
{
    private readonly bool _isResult;
    private readonly Func<object?, object?> _change;
    private readonly Action<object?> _miss;

    private ValueEdit(ValuePath path, Func<object?, object?> change, Action<object?> miss)
    {
        _isResult = path.Root == "result";
        _change = change;
        _miss = miss;
    }

    /// <summary>Marks a member that is to be taken out, or is not there.</summary>
    public static object Removed { get; } = new();

    /// <summary>Changes every value that a path names.</summary>
    /// <param name="root">The value at the path's root.</param>
    /// <param name="path">The path.</param>
    /// <param name="change">
    /// Gives the new value of an old one, or <see cref="Removed"/>. A last member that is not there is passed as <see cref="Removed"/>, so that it can be added.
    /// </param>
    /// <param name="miss">Gets each value at which the path cannot go on; <see cref="Removed"/> for a member on the way that is not there.</param>
    /// <returns>The new value; <paramref name="root"/> itself where nothing changed.</returns>
    public static object? Apply(object? root, ValuePath path, Func<object?, object?> change, Action<object?> miss) =>
        new ValueEdit(path, change, miss).Apply(root, path.Steps.AsSpan());

    /// <summary>Whether nothing is at a place, rather than something of another form than the path expects.</summary>
    public static bool IsAbsent(object? value) => value is null || ReferenceEquals(value, Removed);

    private object? Apply(object? value, ReadOnlySpan<string> steps)
    {
        if (steps.IsEmpty)
        {
            return _change(value);
        }

        switch (value, ValuePath.IsEveryElement(steps[0]))
        {
            case (FrozenList list, true):
                return ApplyToElements(list, steps[1..]);
            case (FrozenObject map, false):
                return ApplyToMember(map, steps[0], steps[1..]);
            case (string text, _) when _isResult && JsonText.TryRead(text, out var read):
                var edited = Apply(read, steps);
                return ReferenceEquals(edited, read) ? text : CanonicalJson.ToText(edited);
            default:
                _miss(value);
                return value;
        }
    }

    private FrozenList ApplyToElements(FrozenList list, ReadOnlySpan<string> rest)
    {
        var items = new List<object?>(list.Count);
        var changed = false;
        foreach (var item in list)
        {
            var edited = Apply(item, rest);
            changed |= !ReferenceEquals(edited, item);
            if (!ReferenceEquals(edited, Removed))
            {
                items.Add(edited);
            }
        }

        return changed ? new FrozenList([.. items]) : list;
    }

    private FrozenObject ApplyToMember(FrozenObject map, string key, ReadOnlySpan<string> rest)
    {
        var comparison = _isResult || map.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var members = new List<KeyValuePair<string, object?>>(map.Count + 1);
        var (found, changed) = (false, false);
        foreach (var (name, old) in map)
        {
            var isMeant = string.Equals(name, key, comparison);
            Add(name, old, isMeant ? Apply(old, rest) : old);
            found |= isMeant;
        }

        if (!found)
        {
            Add(key, Removed, Apply(Removed, rest));
        }

        return changed ? new FrozenObject([.. members.Select(m => m.Key)], [.. members.Select(m => m.Value)], map.IgnoresCase) : map;

        void Add(string name, object? old, object? edited)
        {
            changed |= !ReferenceEquals(edited, old);
            if (!ReferenceEquals(edited, Removed))
            {
                members.Add(new(name, edited));
            }
        }
    }
}
