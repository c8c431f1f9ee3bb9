using KernelGuard.Calls;
using KernelGuard.Cel;

namespace KernelGuard.Rules;

/// <summary>A frozen object as the conditions of one decision see it. Not thread-safe.</summary>
/// <param name="source">The object.</param>
/// <param name="textConverts">
/// Whether <c>int()</c>, <c>double()</c> and the like accept its strings. Not under arguments without a schema: there the tool may read
/// <c>"1000"</c> otherwise than the condition did.
/// </param>
internal sealed class FrozenMap(FrozenObject source, bool textConverts) : ICelMap
{
    // The rules of one tool tend to read the same argument one after the other.
    private string? _lastName;
    private CelValue _lastValue;
    private bool _lastIsThere;

    public int Count => source.Count;

    public IEnumerable<CelValue> Keys => source.Keys.Select(CelValue.FromString);

    public bool TryGet(in CelValue key, out CelValue value)
    {
        if (key.Kind != CelKind.String)
        {
            value = default;
            return false;
        }

        var name = key.AsString;
        if (name != _lastName)
        {
            (_lastName, _lastIsThere) = (name, source.TryGetValue(name, out var found));
            _lastValue = _lastIsThere ? ToValue(found, textConverts) : default;
        }

        value = _lastValue;
        return _lastIsThere;
    }

    public bool Contains(in CelValue key) => key.Kind == CelKind.String && source.ContainsKey(key.AsString);

    /// <summary>One frozen value as conditions see it; objects and lists are wrapped, not copied.</summary>
    public static CelValue ToValue(object? value, bool textConverts) => value switch
    {
        null => CelValue.Null,
        string text => CelValue.FromText(text, textConverts),
        long number => CelValue.FromInt(number),
        double number => CelValue.FromDouble(number),
        bool flag => CelValue.FromBool(flag),
        FrozenObject map => CelValue.FromMap(new FrozenMap(map, textConverts)),
        FrozenList list => CelValue.FromList(new FrozenArray(list, textConverts)),
        OpaqueValue opaque => CelValue.Error(new CelError(CelErrorCodes.Unreadable, $"a value of type `{opaque.TypeName}` cannot be read")),
        _ => CelValue.Error(new CelError(CelErrorCodes.Unreadable, "a value that is no JSON cannot be read")),
    };
}
