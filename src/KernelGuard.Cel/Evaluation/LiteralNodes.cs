using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

internal sealed class ListNode(CelSpan span, Node[] elements) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var items = new CelValue[elements.Length];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = elements[i].Evaluate(activation);
            if (items[i].IsError)
            {
                return items[i];
            }
        }

        return activation.Charge(items.Length) ? CelValue.FromList(items) : activation.AbortValue;
    }
}

internal sealed class MapNode(CelSpan span, Node[] keys, Node[] values) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var map = new ValueMap(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i].Evaluate(activation);
            var value = values[i].Evaluate(activation);
            if (key.IsError || value.IsError)
            {
                return key.IsError ? key : value;
            }

            if (!MapKeyComparer.IsKeyKind(key.Kind))
            {
                return Fail(CelErrorCodes.InvalidArgument, $"a value of type `{KindNames.Of(key)}` is no key of a map");
            }

            if (!activation.ChargeText(key))
            {
                return activation.AbortValue;
            }

            if (!map.TryAdd(key, value))
            {
                return Fail(CelErrorCodes.DuplicateKey, $"the key `{key}` occurs twice");
            }
        }

        return activation.Charge(keys.Length) ? CelValue.FromMap(map) : activation.AbortValue;
    }
}
