using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel.Evaluation;

/// <summary><c>all</c> and <c>exists</c>: a chain of <c>&amp;&amp;</c> or <c>||</c> over the elements.</summary>
internal sealed class QuantifierNode(CelSpan span, Node range, LoopVariables variables, Node condition, bool deciding)
    : ComprehensionNode(span, range, variables)
{
    protected override CelValue Fold(Entries entries, CelActivation activation)
    {
        var result = CelValue.FromBool(!deciding);
        var count = entries.Count;
        for (var i = 0; i < count; i++)
        {
            if (!Enter(entries, i, activation))
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
internal sealed class ExistsOneNode(CelSpan span, Node range, LoopVariables variables, Node condition) : ComprehensionNode(span, range, variables)
{
    protected override CelValue Fold(Entries entries, CelActivation activation)
    {
        var found = 0;
        var count = entries.Count;
        for (var i = 0; i < count; i++)
        {
            if (!Enter(entries, i, activation))
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

/// <summary><c>map</c>, <c>filter</c> and <c>transformList</c>.</summary>
internal sealed class ProjectionNode(CelSpan span, Node range, LoopVariables variables, Node? condition, Node? projection)
    : ComprehensionNode(span, range, variables)
{
    protected override CelValue Fold(Entries entries, CelActivation activation)
    {
        var items = new List<CelValue>();
        var count = entries.Count;
        for (var i = 0; i < count; i++)
        {
            if (!Enter(entries, i, activation))
            {
                return activation.AbortValue;
            }

            var failure = Add(items, activation);
            if (failure.IsError)
            {
                return failure;
            }
        }

        return CelValue.FromList([.. items]);
    }

    /// <summary>Adds what becomes of an element; gives what went wrong, or null.</summary>
    private CelValue Add(List<CelValue> items, CelActivation activation)
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

        var value = projection?.Evaluate(activation) ?? activation.Local(Variables.First).LocatedAt(Span);
        if (!value.IsError && items.Count == activation.Limits.MaxListElements)
        {
            return Fail(CelErrorCodes.LimitExceeded, "the list is longer than its limit");
        }

        items.Add(value);
        return value.IsError ? value : CelValue.Null;
    }
}
