using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Library;

namespace KernelGuard.Cel.Evaluation;

/// <summary><c>sortBy</c>: the elements in the order of a key that is found for each.</summary>
internal sealed class SortNode(CelSpan span, Node range, LoopVariables variables, Node key) : ComprehensionNode(span, range, variables)
{
    protected override CelValue Fold(Entries entries, CelActivation activation)
    {
        var count = entries.Count;
        if (count > activation.Limits.MaxListElements)
        {
            return Fail(CelErrorCodes.LimitExceeded, "the list is longer than its limit");
        }

        var items = new CelValue[count];
        var keys = new CelValue[count];
        for (var i = 0; i < count; i++)
        {
            if (!Enter(entries, i, activation))
            {
                return activation.AbortValue;
            }

            items[i] = activation.Local(Variables.First);
            keys[i] = key.Evaluate(activation);
            if (items[i].IsError || keys[i].IsError)
            {
                return (items[i].IsError ? items[i] : keys[i]).LocatedAt(Span);
            }
        }

        return ListSorting.Sort(items, keys, activation).LocatedAt(Span);
    }
}
