using KernelGuard.Calls;

namespace KernelGuard.Tools.Schemas;

/// <summary>Changes to one object; copies it when the first one comes.</summary>
internal struct MemberEdit(FrozenObject source)
{
    private string?[]? _keys;
    private object?[] _values = [];
    private int _count;
    private bool _hasRemoved;

    /// <summary>Gives a member another key.</summary>
    public void Rename(int index, string key) => Keys()[index] = key;

    /// <summary>Gives a member another value.</summary>
    public void Set(int index, object? value)
    {
        if (!ReferenceEquals(value, source.ValueSpan[index]))
        {
            Keys();
            _values[index] = value;
        }
    }

    /// <summary>Removes a member; the indexes of the others stay.</summary>
    public void Remove(int index)
    {
        Keys()[index] = null;
        _hasRemoved = true;
    }

    /// <summary>Adds a member at the end.</summary>
    public void Add(string key, object? value)
    {
        var keys = Keys();
        if (_count == keys.Length)
        {
            Array.Resize(ref _keys, _count + 4);
            Array.Resize(ref _values, _count + 4);
        }

        _keys![_count] = key;
        _values[_count++] = value;
    }

    /// <summary>The changed object, or the same one where nothing changed.</summary>
    public FrozenObject ToObject(bool ignoresCase)
    {
        if (_keys is null && ignoresCase == source.IgnoresCase)
        {
            return source;
        }

        Keys();
        if (_hasRemoved)
        {
            Close();
        }

        Array.Resize(ref _keys, _count);
        Array.Resize(ref _values, _count);
        return new FrozenObject(_keys!, _values, ignoresCase);
    }

    private string?[] Keys()
    {
        if (_keys is null)
        {
            _keys = [.. source.KeySpan];
            _values = [.. source.ValueSpan];
            _count = _keys.Length;
        }

        return _keys;
    }

    private void Close()
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (_keys![i] is not null)
            {
                _keys[kept] = _keys[i];
                _values[kept++] = _values[i];
            }
        }

        _count = kept;
    }
}
