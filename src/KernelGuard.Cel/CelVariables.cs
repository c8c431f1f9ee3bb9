namespace KernelGuard.Cel;

/// <summary>An activation whose variables are set before expressions are evaluated. Not thread-safe.</summary>
public sealed class CelVariables : CelActivation
{
    private readonly CelEnvironment _environment;
    private readonly CelValue[] _values;

    /// <summary>Creates an activation with no variable set.</summary>
    /// <param name="environment">The environment that declares the variables.</param>
    public CelVariables(CelEnvironment environment)
        : base((environment ?? throw new ArgumentNullException(nameof(environment))).Limits)
    {
        _environment = environment;
        _values = new CelValue[environment.SlotCount];
        Array.Fill(_values, CelValue.Error(CelErrorCodes.UnboundVariable, "the variable has no value"));
    }

    /// <summary>Sets a variable.</summary>
    /// <param name="name">The name of the variable.</param>
    /// <param name="value">The value.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">The variable is not declared.</exception>
    public CelVariables Set(string name, CelValue value) =>
        _environment.TryGetSlot(name, out var slot)
            ? Set(slot, value)
            : throw new ArgumentException($"the variable `{name}` is not declared", nameof(name));

    /// <summary>Sets a variable.</summary>
    /// <param name="slot">The index of the variable.</param>
    /// <param name="value">The value.</param>
    /// <returns>This object.</returns>
    public CelVariables Set(int slot, CelValue value)
    {
        _values[slot] = value;
        return this;
    }

    /// <summary>Sets a variable to a .NET object, see <see cref="CelValue.FromObject"/>.</summary>
    /// <param name="name">The name of the variable.</param>
    /// <param name="value">The object.</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">The variable is not declared.</exception>
    public CelVariables SetObject(string name, object? value) => Set(name, CelValue.FromObject(value));

    /// <inheritdoc/>
    protected override CelValue ResolveVariable(int slot) => _values[slot];
}
