using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Evaluation;

/// <summary>A call of a function. Of several overloads the first that takes the arguments' kinds is called.</summary>
internal sealed class CallNode(CelSpan span, string function, CelOverload[] overloads, Node[] arguments) : Node(span)
{
    /// <summary>What a call costs beside the text that it goes through, unless it takes next to no time.</summary>
    public const int CallCost = 4;

    public override CelValue Evaluate(CelActivation activation)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i].Evaluate(activation);
            if (argument.IsError)
            {
                activation.Pop(i);
                return argument;
            }

            activation.Push(argument);
        }

        var result = Call(activation.Arguments(arguments.Length), activation);
        activation.Pop(arguments.Length);
        return result.IsError ? result.LocatedAt(Span) : result;
    }

    private CelValue Call(ReadOnlySpan<CelValue> values, CelActivation activation)
    {
        foreach (var overload in overloads)
        {
            if (overload.Accepts(values))
            {
                var cost = overload.IsConstantTime ? 1 : Cost(values);
                return activation.Charge(cost) ? overload.Body(values, activation) : activation.AbortValue;
            }
        }

        return Fail(CelErrorCodes.NoSuchOverload, Describe(values));
    }

    private static int Cost(ReadOnlySpan<CelValue> values)
    {
        var cost = CallCost;
        foreach (ref readonly var value in values)
        {
            cost += value.Kind switch
            {
                CelKind.String => value.RawString.Length / 10,
                CelKind.Bytes => value.RawBytes.Length / 10,
                _ => 0,
            };
        }

        return cost;
    }

    private string Describe(ReadOnlySpan<CelValue> values)
    {
        var kinds = new string[values.Length];
        for (var i = 0; i < kinds.Length; i++)
        {
            kinds[i] = $"`{KindNames.Of(values[i])}`";
        }

        return kinds.Length == 0 ? $"`{function}` takes arguments" : $"`{function}` does not take {string.Join(", ", kinds)}";
    }
}
