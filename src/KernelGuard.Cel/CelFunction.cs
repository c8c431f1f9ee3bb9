namespace KernelGuard.Cel;

/// <summary>A function: a name and its overloads. Immutable.</summary>
public sealed class CelFunction
{
    /// <summary>Creates a function.</summary>
    /// <param name="name">An identifier, or several joined by dots.</param>
    /// <param name="overloads">The overloads, of which calls take the first that fits the arguments.</param>
    public CelFunction(string name, params IReadOnlyList<CelOverload> overloads)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(overloads);
        Name = name;
        Overloads = [.. overloads];
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets the overloads.</summary>
    public IReadOnlyList<CelOverload> Overloads { get; }
}
