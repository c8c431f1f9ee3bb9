using System.Collections;
using System.Diagnostics.CodeAnalysis;
using KernelGuard.Calls.Freezing;

namespace KernelGuard.Calls;

/// <summary>An immutable JSON object. Values are null, bool, long, double, string, <see cref="FrozenObject"/>, <see cref="FrozenList"/> or <see cref="OpaqueValue"/>.</summary>
/// <remarks>
/// Keys keep the order in which they came and are unique even when case is ignored. Look-up is ordinal, or ignores case where
/// <see cref="IgnoresCase"/> says so (arguments of a tool without a schema). Integral numbers within ±(2^53-1) are <c>long</c>, all others <c>double</c>.
/// </remarks>
public sealed class FrozenObject : IReadOnlyDictionary<string, object?>
{
    private const int LinearLookupLimit = 8;
    private readonly string[] _keys;
    private readonly object?[] _values;
    private readonly Dictionary<string, int>? _index;

    internal FrozenObject(string[] keys, object?[] values, bool ignoresCase)
    {
        _keys = keys;
        _values = values;
        IgnoresCase = ignoresCase;
        if (keys.Length > LinearLookupLimit)
        {
            _index = new Dictionary<string, int>(keys.Length, ignoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
            for (var i = 0; i < keys.Length; i++)
            {
                _index.Add(keys[i], i);
            }
        }
    }

    /// <summary>The object without members.</summary>
    public static FrozenObject Empty { get; } = new([], [], ignoresCase: false);

    /// <summary>Whether look-up ignores the case of keys.</summary>
    public bool IgnoresCase { get; }

    /// <summary>The keys in order, without an enumerator.</summary>
    internal ReadOnlySpan<string> KeySpan => _keys;

    /// <summary>The values in the order of <see cref="KeySpan"/>.</summary>
    internal ReadOnlySpan<object?> ValueSpan => _values;

    /// <inheritdoc/>
    public int Count => _keys.Length;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => Array.AsReadOnly(_keys);

    /// <inheritdoc/>
    public IEnumerable<object?> Values => Array.AsReadOnly(_values);

    /// <inheritdoc/>
    public object? this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"no value under the key `{key}`");

    /// <summary>Copies a dictionary and all that is in it.</summary>
    /// <param name="values">JSON-like values; null counts as empty.</param>
    /// <exception cref="ArgumentException">The values are no JSON: a cycle, NaN, keys that differ only by case, or over <see cref="CallLimits"/>.</exception>
    public static FrozenObject From(IReadOnlyDictionary<string, object?>? values)
    {
        if (values is null or { Count: 0 } or FrozenObject { IgnoresCase: false })
        {
            return values as FrozenObject ?? Empty;
        }

        return Freeze(values, readsSequences: true);
    }

    /// <summary>Copies one value and all that is in it, as <see cref="From"/> copies a member.</summary>
    /// <exception cref="ArgumentException">The value is no JSON.</exception>
    internal static object? FreezeValue(object? value) => From(new Dictionary<string, object?> { ["value"] = value })["value"];

    /// <summary>Copies what a tool returned. A sequence that the tool's caller could find empty, or endless, after it was read is opaque.</summary>
    /// <exception cref="ArgumentException">The value is no JSON.</exception>
    internal static object? FreezeOutput(object? value) => Freeze(new Dictionary<string, object?> { ["value"] = value }, readsSequences: false)["value"];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        var index = IndexOf(key);
        value = index < 0 ? null : _values[index];
        return index >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            yield return new(_keys[i], _values[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static FrozenObject Freeze(IReadOnlyDictionary<string, object?> values, bool readsSequences)
    {
        var result = ValueFreezer.Freeze(values, "values", CallLimits.Default, ignoresCase: false, readsSequences);
        return result.Problem is null ? result.Value : throw new ArgumentException(result.Problem.Message, nameof(values));
    }

    private int IndexOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_index is not null)
        {
            return _index.TryGetValue(key, out var found) ? found : -1;
        }

        var comparison = IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        for (var i = 0; i < _keys.Length; i++)
        {
            if (string.Equals(_keys[i], key, comparison))
            {
                return i;
            }
        }

        return -1;
    }
}
