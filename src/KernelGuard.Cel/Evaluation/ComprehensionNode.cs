using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

/// <summary>A macro that goes over the elements of a list or the keys of a map.</summary>
internal abstract class ComprehensionNode(CelSpan span, Node range, LoopVariables variables) : Node(span)
{
    protected LoopVariables Variables => variables;

    public sealed override CelValue Evaluate(CelActivation activation)
    {
        var values = range.Evaluate(activation);
        switch (values.Kind)
        {
            case CelKind.List:
                return Fold(new Entries(values.RawList, null), activation);
            case CelKind.Map:
                // The keys are collected before the first of them is looked at, and so they are paid for before.
                return activation.Charge(values.RawMap.Count)
                    ? Fold(new Entries(new ValueList([.. values.RawMap.Keys]), values.RawMap), activation)
                    : activation.AbortValue;
            case CelKind.Error:
                return values;
            default:
                return Fail(CelErrorCodes.NoSuchOverload, $"a comprehension goes over a list or a map, not `{KindNames.Of(values)}`");
        }
    }

    protected abstract CelValue Fold(Entries entries, CelActivation activation);

    /// <summary>Moves to an element; false if the work is too much.</summary>
    protected bool Enter(Entries entries, int index, CelActivation activation)
    {
        var element = HostCall.Element(entries.Keys, index);
        if (variables.HasSecond && entries.Map is { } map)
        {
            // A map that loses a key while it is read has the error of a map that failed.
            HostCall.TryGet(map, element, out var value);
            activation.SetLocal(variables.First + 1, value);
        }
        else if (variables.HasSecond)
        {
            activation.SetLocal(variables.First + 1, element);
            element = CelValue.FromInt(index);
        }

        activation.SetLocal(variables.First, element);
        return activation.Charge(variables.StepCost) && activation.ChargeRead(element)
            && (!variables.HasSecond || activation.ChargeRead(activation.Local(variables.First + 1)));
    }

    protected CelValue NotBool(in CelValue value) =>
        value.IsError ? value : Fail(CelErrorCodes.NoSuchOverload, $"the condition is `{KindNames.Of(value)}`, not `bool`");

    /// <summary>What a comprehension goes over: the elements of a list, or the keys of a map.</summary>
    protected readonly record struct Entries(ICelList Keys, ICelMap? Map)
    {
        public int Count => Keys.Count;
    }
}
