using KernelGuard.Calls;

namespace KernelGuard.Facts;

/// <summary>A declared fact.</summary>
/// <param name="Name">The name under which conditions read it.</param>
/// <param name="Type">The kind of its value.</param>
internal sealed record FactField(string Name, FactType Type)
{
    /// <summary>The value as the declared kind; null where it is none, or nothing.</summary>
    public object? Convert(object? value) => (Type, value) switch
    {
        (FactType.Double, long number) => (double)number,
        (FactType.String, string) or (FactType.Int, long) or (FactType.Double, double) or (FactType.Bool, bool)
            or (FactType.List, FrozenList) or (FactType.Map, FrozenObject) => value,
        _ => null,
    };
}
