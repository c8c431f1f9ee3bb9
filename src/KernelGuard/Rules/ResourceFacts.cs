using KernelGuard.Cel;

namespace KernelGuard.Rules;

/// <summary>The facts of a resource, with <c>type</c> and <c>id</c> that are "" where nobody gave them.</summary>
internal sealed class ResourceFacts(ICelMap facts) : ICelMap
{
    private static readonly CelValue Empty = CelValue.FromString("");

    public int Count => Keys.Count();

    public IEnumerable<CelValue> Keys => facts.Keys.Union(AlwaysThere);

    private static IEnumerable<CelValue> AlwaysThere => [CelValue.FromString("type"), CelValue.FromString("id")];

    public bool TryGet(in CelValue key, out CelValue value)
    {
        if (facts.TryGet(key, out value))
        {
            return true;
        }

        value = Empty;
        return IsAlwaysThere(key);
    }

    public bool Contains(in CelValue key) => facts.Contains(key) || IsAlwaysThere(key);

    private static bool IsAlwaysThere(in CelValue key) => key.Kind == CelKind.String && key.AsString is "type" or "id";
}
