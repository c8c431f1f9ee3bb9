using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

/// <summary>A macro that goes over the elements of a list or the keys of a map.</summary>
internal abstract class ComprehensionNode(CelSpan span, Node range, int local) : Node(span)
{
    public sealed override CelValue Evaluate(CelActivation activation)
    {
        var values = range.Evaluate(activation);
        switch (values.Kind)
        {
            case CelKind.List:
                return Fold(values.RawList, activation);
            case CelKind.Map:
                // The keys are collected before the first of them is looked at, and so they are paid for before.
                return activation.Charge(values.RawMap.Count)
                    ? Fold(new ValueList([.. values.RawMap.Keys]), activation)
                    : activation.AbortValue;
            case CelKind.Error:
                return values;
            default:
                return Fail(CelErrorCodes.NoSuchOverload, $"a comprehension goes over a list or a map, not `{KindNames.Of(values)}`");
        }
    }

    protected abstract CelValue Fold(ICelList list, CelActivation activation);

    /// <summary>Moves to an element; false if the work is too much.</summary>
    protected bool Enter(in CelValue element, CelActivation activation)
    {
        activation.SetLocal(local, element);
        return activation.Charge(1) && activation.ChargeRead(element);
    }

    protected CelValue NotBool(in CelValue value) =>
        value.IsError ? value : Fail(CelErrorCodes.NoSuchOverload, $"the condition is `{KindNames.Of(value)}`, not `bool`");
}

/// <summary><c>all</c> and <c>exists</c>: a chain of <c>&amp;&amp;</c> or <c>||</c> over the elements.</summary>
internal sealed class QuantifierNode(CelSpan span, Node range, int local, Node condition, bool deciding)
    : ComprehensionNode(span, range, local)
{
    protected override CelValue Fold(ICelList list, CelActivation activation)
    {
        var result = CelValue.FromBool(!deciding);
        var count = list.Count;
        for (var i = 0; i < count; i++)
        {
            if (!Enter(HostCall.Element(list, i), activation))
            {
                return activation.AbortValue;
            }

            var value = condition.Evaluate(activation);
            if (value.Kind != CelKind.Bool)
            {
                result = result.IsError ? result : NotBool(value);
            }
            else if (value.IsTrue == deciding)
            {
                return value;
            }
        }

        return result;
    }
}

/// <summary><c>exists_one</c>, which looks at every element and absorbs no error.</summary>
internal sealed class ExistsOneNode(CelSpan span, Node range, int local, Node condition) : ComprehensionNode(span, range, local)
{
    protected override CelValue Fold(ICelList list, CelActivation activation)
    {
        var found = 0;
        var count = list.Count;
        for (var i = 0; i < count; i++)
        {
            if (!Enter(HostCall.Element(list, i), activation))
            {
                return activation.AbortValue;
            }

            var value = condition.Evaluate(activation);
            if (value.Kind != CelKind.Bool)
            {
                return NotBool(value);
            }

            found += value.IsTrue ? 1 : 0;
        }

        return CelValue.FromBool(found == 1);
    }
}

/// <summary><c>map</c> and <c>filter</c>.</summary>
internal sealed class ProjectionNode(CelSpan span, Node range, int local, Node? condition, Node? projection)
    : ComprehensionNode(span, range, local)
{
    protected override CelValue Fold(ICelList list, CelActivation activation)
    {
        var items = new List<CelValue>();
        var count = list.Count;
        for (var i = 0; i < count; i++)
        {
            var element = HostCall.Element(list, i);
            if (!Enter(element, activation))
            {
                return activation.AbortValue;
            }

            var failure = Add(items, element, activation);
            if (failure.IsError)
            {
                return failure;
            }
        }

        return CelValue.FromList([.. items]);
    }

    /// <summary>Adds what becomes of an element; gives what went wrong, or null.</summary>
    private CelValue Add(List<CelValue> items, in CelValue element, CelActivation activation)
    {
        var selected = condition?.Evaluate(activation) ?? CelValue.FromBool(true);
        if (selected.Kind != CelKind.Bool)
        {
            return NotBool(selected);
        }

        if (!selected.IsTrue)
        {
            return CelValue.Null;
        }

        var value = projection?.Evaluate(activation) ?? element.LocatedAt(Span);
        if (!value.IsError && items.Count == activation.Limits.MaxListElements)
        {
            return Fail(CelErrorCodes.LimitExceeded, "the list is longer than its limit");
        }

        items.Add(value);
        return value.IsError ? value : CelValue.Null;
    }
}
