using KernelGuard.Calls;
using KernelGuard.Cel;

namespace KernelGuard.Rules;

/// <summary>Facts as conditions see them. One that should be there and is not is an error to read, and to ask <c>has()</c> for.</summary>
/// <param name="facts">The facts that are there.</param>
/// <param name="root">The name under which conditions know them.</param>
/// <param name="failures">What is missing, under this name and others.</param>
internal sealed class DeliveredFacts(FrozenMap facts, string root, IReadOnlyList<FactFailure> failures) : ICelMap
{
    public int Count => facts.Count;

    public IEnumerable<CelValue> Keys => facts.Keys;

    public bool TryGet(in CelValue key, out CelValue value)
    {
        if (facts.TryGet(key, out value))
        {
            return true;
        }

        if (key.Kind != CelKind.String || Find(key.AsString) is not { } failure)
        {
            return false;
        }

        value = CelValue.Error(new CelError(CelErrorCodes.Unreadable, $"the fact `{failure.Fact}` is missing: {failure.Cause}"));
        return true;
    }

    public bool Contains(in CelValue key) => facts.Contains(key);

    private FactFailure? Find(string name)
    {
        foreach (var failure in failures)
        {
            if (failure.Fact.Length == root.Length + 1 + name.Length
                && failure.Fact.StartsWith(root, StringComparison.Ordinal)
                && failure.Fact.EndsWith(name, StringComparison.Ordinal))
            {
                return failure;
            }
        }

        return null;
    }
}
