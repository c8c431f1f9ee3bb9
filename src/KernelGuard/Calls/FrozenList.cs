using System.Collections;

namespace KernelGuard.Calls;

/// <summary>An immutable list of JSON values: null, bool, long, double, string, <see cref="FrozenObject"/>, <see cref="FrozenList"/> or <see cref="OpaqueValue"/>.</summary>
public sealed class FrozenList : IReadOnlyList<object?>
{
    private readonly object?[] _items;

    internal FrozenList(object?[] items) => _items = items;

    /// <summary>The list without elements.</summary>
    public static FrozenList Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <summary>The elements, without an enumerator.</summary>
    internal ReadOnlySpan<object?> ItemSpan => _items;

    /// <inheritdoc/>
    public object? this[int index] => _items[index];

    /// <summary>Makes a list of strings.</summary>
    /// <param name="texts">The strings; copied.</param>
    public static FrozenList From(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new FrozenList([.. texts]);
    }

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
