using KernelGuard.Calls;

namespace KernelGuard.Policies.Compilation;

/// <summary>Collects the members of a JSON object. What is null or empty is a default and left out.</summary>
internal sealed class DigestObject
{
    private readonly List<string> _keys = [];
    private readonly List<object?> _values = [];

    public DigestObject Add(string key, object? value)
    {
        if (value is not (null or FrozenList { Count: 0 } or FrozenObject { Count: 0 }))
        {
            _keys.Add(key);
            _values.Add(value);
        }

        return this;
    }

    public FrozenObject ToFrozen() => new([.. _keys], [.. _values], ignoresCase: false);
}
