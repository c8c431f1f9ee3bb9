namespace KernelGuard.Cel;

/// <summary>A map that expressions can read. It must not change while an expression is evaluated.</summary>
/// <remarks>
/// <para>Numeric keys that stand for the same number are the same key, whatever their kinds: <c>1</c>, <c>1u</c> and <c>1.0</c>.</para>
/// <para>A value may be an error value, for a fact that exists and could not be read: selecting it, and asking <c>has()</c> for it, gives
/// that error.</para>
/// </remarks>
public interface ICelMap
{
    /// <summary>Gets the number of entries.</summary>
    int Count { get; }

    /// <summary>Gets the keys in a stable order.</summary>
    IEnumerable<CelValue> Keys { get; }

    /// <summary>Looks up the value of a key.</summary>
    /// <param name="key">The key; a key of a kind that the map does not hold is simply absent.</param>
    /// <param name="value">The value, which may be an error value.</param>
    /// <returns>True if the map has the key.</returns>
    bool TryGet(in CelValue key, out CelValue value);

    /// <summary>Tells whether the map has a key, without reading its value.</summary>
    /// <param name="key">The key.</param>
    bool Contains(in CelValue key);
}
