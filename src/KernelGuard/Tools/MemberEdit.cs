using KernelGuard.Calls;

namespace KernelGuard.Tools;

/// <summary>Changes to one object; copies it when the first one comes.</summary>
internal struct MemberEdit(FrozenObject source)
{
    private List<string?>? _keys;
    private List<object?>? _values;

    /// <summary>Gives a member another key.</summary>
    public void Rename(int index, string key)
    {
        Copy();
        _keys![index] = key;
    }

    /// <summary>Gives a member another value.</summary>
    public void Set(int index, object? value)
    {
        if (!ReferenceEquals(value, source.ValueSpan[index]))
        {
            Copy();
            _values![index] = value;
        }
    }

    /// <summary>Removes a member; the indexes of the others stay.</summary>
    public void Remove(int index)
    {
        Copy();
        _keys![index] = null;
    }

    /// <summary>Adds a member at the end.</summary>
    public void Add(string key, object? value)
    {
        Copy();
        _keys!.Add(key);
        _values!.Add(value);
    }

    /// <summary>The changed object, or the same one where nothing changed.</summary>
    public readonly FrozenObject ToObject(bool ignoresCase)
    {
        if (_keys is null || _values is null)
        {
            return ignoresCase == source.IgnoresCase ? source : new FrozenObject([.. source.KeySpan], [.. source.ValueSpan], ignoresCase);
        }

        var values = _values;
        var keys = _keys;
        return new FrozenObject(
            [.. keys.OfType<string>()],
            [.. values.Where((_, i) => keys[i] is not null)],
            ignoresCase);
    }

    private void Copy()
    {
        _keys ??= [.. source.KeySpan];
        _values ??= [.. source.ValueSpan];
    }
}
