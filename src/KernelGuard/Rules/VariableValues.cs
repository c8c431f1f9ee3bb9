using KernelGuard.Cel;

namespace KernelGuard.Rules;

/// <summary>The values that one document's <c>vars</c> have taken in one decision; <c>vars</c> in conditions. Errors are kept like values.</summary>
internal sealed class VariableValues(PolicyScope variables, DecisionActivation activation) : ICelMap
{
    private readonly CelValue?[] _values = new CelValue?[variables.Names.Length];
    private int _running = -1;

    public PolicyScope Variables => variables;

    public int Count => variables.Names.Length;

    public IEnumerable<CelValue> Keys => variables.Names.Select(CelValue.FromString);

    /// <summary>What was read so far, with its name, in the order of the document.</summary>
    public IEnumerable<KeyValuePair<string, string>> Readings()
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i] is { } value)
            {
                yield return new($"{variables.PolicyId}.{variables.Names[i]}", value.ToString());
            }
        }
    }

    public bool TryGet(in CelValue key, out CelValue value)
    {
        var index = IndexOf(key);
        value = index < 0 ? default : Read(index);
        return index >= 0;
    }

    public bool Contains(in CelValue key) => IndexOf(key) >= 0;

    private int IndexOf(in CelValue key) => key.Kind == CelKind.String ? variables.Names.IndexOf(key.AsString) : -1;

    private CelValue Read(int index)
    {
        if (_values[index] is { } known)
        {
            return known;
        }

        // The compiler lets a variable read only those before it; this holds even if a document could get round that.
        if (_running >= 0 && index >= _running)
        {
            return CelValue.Error(new CelError(CelErrorCodes.Unreadable, $"the variable `{variables.Names[index]}` reads itself"));
        }

        var outer = _running;
        _running = index;
        var value = variables.Programs[index].Evaluate(activation);
        _running = outer;
        _values[index] = value;
        return value;
    }
}
