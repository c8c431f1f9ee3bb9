using KernelGuard.Cel;

namespace KernelGuard.Rules.Meters;

/// <summary>The counters of one document as one decision sees them: <c>counters</c> in conditions. Sums are read when a condition asks.</summary>
internal sealed class CounterValues(PolicyScope scope, DecisionActivation activation) : ICelMap
{
    private readonly CelValue?[] _values = new CelValue?[scope.Counters.Length];

    public PolicyScope Scope => scope;

    public int Count => scope.Counters.Length;

    public IEnumerable<CelValue> Keys => scope.Counters.Select(counter => CelValue.FromString(counter.Name));

    public bool TryGet(in CelValue key, out CelValue value)
    {
        var index = IndexOf(key);
        value = index < 0 ? default : _values[index] ??= activation.ReadCounter(scope.Counters[index]);
        return index >= 0;
    }

    public bool Contains(in CelValue key) => IndexOf(key) >= 0;

    private int IndexOf(in CelValue key)
    {
        if (key.Kind == CelKind.String)
        {
            for (var i = 0; i < scope.Counters.Length; i++)
            {
                if (scope.Counters[i].Name == key.AsString)
                {
                    return i;
                }
            }
        }

        return -1;
    }
}
