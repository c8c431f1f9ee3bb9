using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

internal sealed class ListNode(CelSpan span, Node[] elements, bool[] optional) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var items = new CelValue[elements.Length];
        var count = 0;
        for (var i = 0; i < items.Length; i++)
        {
            var item = elements[i].Evaluate(activation);
            if (optional[i] && OptionalAccess.Unwrap(item, out var isNone) is var inner)
            {
                if (isNone)
                {
                    continue;
                }

                item = inner;
            }

            if (item.IsError)
            {
                return item.LocatedAt(Span);
            }

            items[count++] = item;
        }

        return activation.Charge(items.Length) ? CelValue.FromList(new ValueList(items, count)) : activation.AbortValue;
    }
}

internal sealed class MapNode(CelSpan span, Node[] keys, Node[] values, bool[] optional) : Node(span)
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

            if (optional[i] && OptionalAccess.Unwrap(value, out var isNone) is var inner)
            {
                if (isNone)
                {
                    continue;
                }

                value = inner;
            }

            if (value.IsError)
            {
                return value.LocatedAt(Span);
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
