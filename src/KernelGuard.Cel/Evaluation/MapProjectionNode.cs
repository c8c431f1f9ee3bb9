using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

/// <summary><c>transformMap</c>, which keeps the keys, and <c>transformMapEntry</c>, which makes new entries.</summary>
internal sealed class MapProjectionNode(
    CelSpan span, Node range, LoopVariables variables, Node? condition, Node result, bool areEntries)
    : ComprehensionNode(span, range, variables)
{
    protected override CelValue Fold(Entries entries, CelActivation activation)
    {
        var map = new ValueMap(0);
        var count = entries.Count;
        for (var i = 0; i < count; i++)
        {
            if (!Enter(entries, i, activation))
            {
                return activation.AbortValue;
            }

            var selected = condition?.Evaluate(activation) ?? CelValue.FromBool(true);
            if (selected.Kind != CelKind.Bool)
            {
                return NotBool(selected);
            }

            var failure = selected.IsTrue ? Add(map, activation) : CelValue.Null;
            if (failure.IsError)
            {
                return failure;
            }
        }

        return CelValue.FromMap(map);
    }

    /// <summary>Adds what becomes of an element; gives what went wrong, or null.</summary>
    private CelValue Add(ValueMap map, CelActivation activation)
    {
        var value = result.Evaluate(activation);
        if (value.IsError || !areEntries)
        {
            return value.IsError ? value : Add(map, activation.Local(Variables.First), value, activation);
        }

        if (value.Kind != CelKind.Map)
        {
            return Fail(CelErrorCodes.NoSuchOverload, $"the entry is `{KindNames.Of(value)}`, not `map`");
        }

        foreach (var key in value.RawMap.Keys)
        {
            HostCall.TryGet(value.RawMap, key, out var entry);
            var failure = Add(map, key, entry, activation);
            if (failure.IsError)
            {
                return failure;
            }
        }

        return CelValue.Null;
    }

    private CelValue Add(ValueMap map, in CelValue key, in CelValue value, CelActivation activation)
    {
        if (key.IsError || value.IsError)
        {
            return (key.IsError ? key : value).LocatedAt(Span);
        }

        if (map.Count == activation.Limits.MaxListElements)
        {
            return Fail(CelErrorCodes.LimitExceeded, "the map has more entries than its limit");
        }

        if (!activation.Charge(1))
        {
            return activation.AbortValue;
        }

        return map.TryAdd(key, value) ? CelValue.Null : Fail(CelErrorCodes.DuplicateKey, $"the key `{key}` occurs twice");
    }
}
