namespace KernelGuard.Calls.Freezing;

/// <summary>Collects the members of one object and refuses keys that come twice.</summary>
internal struct MemberBuffer(int expected)
{
    private const int LinearCheckLimit = 8;

    // What a foreign collection says of its own count is a hint, not a promise.
    private string[] _keys = expected <= 0 ? [] : new string[Math.Min(expected, 256)];
    private object?[] _values = expected <= 0 ? [] : new object?[Math.Min(expected, 256)];
    private int _count;

    /// <summary>Adds a member.</summary>
    public void Add(string key, object? value)
    {
        if (_count == _keys.Length)
        {
            var size = Math.Max(4, _count * 2);
            Array.Resize(ref _keys, size);
            Array.Resize(ref _values, size);
        }

        _keys[_count] = key;
        _values[_count++] = value;
    }

    /// <summary>Makes the object, unless two of its keys are equal or differ only by case.</summary>
    public bool TryBuild(FreezeProgress progress, out object? frozen)
    {
        frozen = null;
        if (FindRepeated() is { } repeated)
        {
            return Refuse(progress.Trace, repeated);
        }

        if (_count < _keys.Length)
        {
            Array.Resize(ref _keys, _count);
            Array.Resize(ref _values, _count);
        }

        frozen = new FrozenObject(_keys, _values, progress.IgnoresCase);
        return true;
    }

    private readonly bool Refuse(ProblemTrace trace, string repeated)
    {
        var exact = _keys.AsSpan(0, _count).Count(repeated) > 1;
        return exact
            ? trace.Fail(CallProblemKind.DuplicateKey, $"holds the key {QuotedText.Quote(repeated)} twice: send each key once")
            : trace.Fail(CallProblemKind.AmbiguousArgument, $"holds {QuotedText.Quote(repeated)} and a key that differs only by case: send one of them");
    }

    private readonly string? FindRepeated()
    {
        if (_count > LinearCheckLimit)
        {
            var seen = new HashSet<string>(_count, StringComparer.OrdinalIgnoreCase);
            return Array.Find(_keys, key => key is not null && !seen.Add(key));
        }

        for (var i = 1; i < _count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (string.Equals(_keys[i], _keys[j], StringComparison.OrdinalIgnoreCase))
                {
                    return _keys[i];
                }
            }
        }

        return null;
    }
}
