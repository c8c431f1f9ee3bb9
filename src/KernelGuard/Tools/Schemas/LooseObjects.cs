using KernelGuard.Calls;

namespace KernelGuard.Tools.Schemas;

/// <summary>Makes look-up ignore the case of keys in values of which no schema knows the spelling, so that a condition cannot be evaded by it.</summary>
internal static class LooseObjects
{
    /// <summary>The value, with every object in it looked up ignoring case; the same instance where that is so already.</summary>
    public static object? Of(object? value)
    {
        switch (value)
        {
            case FrozenObject members:
                var values = Of(members.ValueSpan, out var changed);
                return changed || !members.IgnoresCase ? new FrozenObject([.. members.KeySpan], values, ignoresCase: true) : members;
            case FrozenList list:
                var items = Of(list.ItemSpan, out var itemsChanged);
                return itemsChanged ? new FrozenList(items) : list;
            default:
                return value;
        }
    }

    private static object?[] Of(ReadOnlySpan<object?> values, out bool changed)
    {
        changed = false;
        var loose = new object?[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            loose[i] = Of(values[i]);
            changed |= !ReferenceEquals(loose[i], values[i]);
        }

        return loose;
    }
}
