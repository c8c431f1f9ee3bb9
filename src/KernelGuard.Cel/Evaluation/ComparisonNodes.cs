using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Syntax;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

internal sealed class EqualNode(CelSpan span, Node left, Node right, bool negated) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var first = left.Evaluate(activation);
        var second = right is ConstantNode constant ? constant.Value : right.Evaluate(activation);
        if (first.Kind == CelKind.Int && second.Kind == CelKind.Int)
        {
            return CelValue.FromBool(first.RawBits == second.RawBits != negated);
        }

        var equal = ValueEquality.Equal(first, second, activation);
        return equal.Kind == CelKind.Bool ? CelValue.FromBool(equal.IsTrue != negated) : equal.LocatedAt(Span);
    }
}

/// <summary>One of the four order relations.</summary>
internal sealed class OrderNode(CelSpan span, string function, Node left, Node right) : Node(span)
{
    private readonly bool _below = function is Operators.Less or Operators.LessEqual;
    private readonly bool _orEqual = function is Operators.LessEqual or Operators.GreaterEqual;

    public override CelValue Evaluate(CelActivation activation)
    {
        var first = left.Evaluate(activation);
        var second = right is ConstantNode constant ? constant.Value : right.Evaluate(activation);
        if (first.Kind == CelKind.Int && second.Kind == CelKind.Int)
        {
            return CelValue.FromBool(Holds(first.RawBits.CompareTo(second.RawBits)));
        }

        if (!activation.ChargeText(first))
        {
            return activation.AbortValue;
        }

        if (ValueOrdering.TryCompare(first, second, out var order))
        {
            return CelValue.FromBool(order != ValueOrdering.Unordered && Holds(order));
        }

        if (first.IsError || second.IsError)
        {
            return first.IsError ? first : second;
        }

        return FailOn(function, first, second);
    }

    private bool Holds(int order) => order == 0 ? _orEqual : order < 0 == _below;
}

/// <summary>Membership in a list, or among the keys of a map.</summary>
internal sealed class InNode(CelSpan span, Node item, Node collection) : Node(span)
{
    public override CelValue Evaluate(CelActivation activation)
    {
        var value = item.Evaluate(activation);
        var container = collection.Evaluate(activation);
        if (value.IsError || container.IsError)
        {
            return value.IsError ? value : container;
        }

        if (!activation.ChargeText(value))
        {
            return activation.AbortValue;
        }

        return container.Kind switch
        {
            CelKind.List => Search(value, container.RawList, activation),
            CelKind.Map => HostCall.Contains(container.RawMap, value).LocatedAt(Span),
            _ => Fail(CelErrorCodes.NoSuchOverload, $"`in` does not take `{KindNames.Of(container)}`"),
        };
    }

    // An element that cannot be compared is an error only if no other element is equal.
    private CelValue Search(in CelValue value, ICelList list, CelActivation activation)
    {
        var failure = CelValue.FromBool(false);
        var count = list.Count;
        for (var i = 0; i < count; i++)
        {
            if (!activation.Charge(1))
            {
                return activation.AbortValue;
            }

            var equal = ValueEquality.Equal(HostCall.Element(list, i), value, activation);
            if (equal.IsTrue)
            {
                return equal;
            }

            failure = equal.IsError && !failure.IsError ? equal.LocatedAt(Span) : failure;
        }

        return failure;
    }
}

/// <summary>Membership in a constant list of scalars of one kind.</summary>
internal sealed class InSetNode(CelSpan span, Node item, HashSet<CelValue> set) : Node(span)
{
    private const int MinSetSize = 4;
    private readonly CelValue[] _items = [.. set];

    /// <summary>
    /// Makes the set, or nothing if the list is of mixed kinds: across kinds equality is not transitive, and a set would lose elements.
    /// </summary>
    public static HashSet<CelValue>? TryMakeSet(ICelList list)
    {
        var set = new HashSet<CelValue>(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            var kind = list[i].Kind;
            if (kind != list[0].Kind || kind is CelKind.List or CelKind.Map or CelKind.Error or CelKind.Bytes)
            {
                return null;
            }

            set.Add(list[i]);
        }

        return set;
    }

    public override CelValue Evaluate(CelActivation activation)
    {
        var value = item.Evaluate(activation);
        if (value.IsError)
        {
            return value;
        }

        if (!activation.ChargeText(value))
        {
            return activation.AbortValue;
        }

        if (_items.Length >= MinSetSize)
        {
            return CelValue.FromBool(set.Contains(value));
        }

        foreach (ref readonly var candidate in _items.AsSpan())
        {
            if (ValueEquality.AreEqualScalars(candidate, value))
            {
                return CelValue.FromBool(true);
            }
        }

        return CelValue.FromBool(false);
    }
}
