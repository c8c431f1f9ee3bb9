using KernelGuard.Cel.Checking;
using KernelGuard.Cel.Library;

namespace KernelGuard.Cel;

/// <summary>Collects declarations for an environment. Not thread-safe.</summary>
public sealed class CelEnvironmentBuilder
{
    private readonly CelEnvironment? _base;
    private readonly Dictionary<string, VariableDeclaration> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CelFunction> _functions = new(StringComparer.Ordinal);
    private string _container;
    private CelExtensions _extensions;
    private CelLimits _limits;
    private int _slotCount;

    internal CelEnvironmentBuilder(CelEnvironment? baseEnvironment)
    {
        _base = baseEnvironment;
        _container = baseEnvironment?.Container ?? "";
        _extensions = baseEnvironment?.Extensions ?? CelExtensions.All;
        _limits = baseEnvironment?.Limits ?? CelLimits.Default;
        _slotCount = baseEnvironment?.SlotCount ?? 0;
    }

    /// <summary>Declares a variable. The order of declaration gives the slots, from 0.</summary>
    /// <param name="name">An identifier, or several joined by dots.</param>
    /// <param name="type">The type. A variable of the extended environment may get another type; it keeps its slot.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is malformed, or this builder has the variable already.</exception>
    public CelEnvironmentBuilder AddVariable(string name, CelType type)
    {
        DeclaredName.Require(name);
        ArgumentNullException.ThrowIfNull(type);
        var slot = _base?.FindVariable(name)?.Slot ?? _slotCount++;
        _variables.Add(name, new VariableDeclaration(name, slot, type));
        return this;
    }

    /// <summary>Adds a function, or overloads to a function that is there already.</summary>
    /// <param name="function">The function.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is malformed, or the function has an overload with the same arguments
    /// already.</exception>
    public CelEnvironmentBuilder AddFunction(CelFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        DeclaredName.Require(function.Name);
        var existing = _functions.GetValueOrDefault(function.Name)
            ?? _base?.FindFunction(function.Name)
            ?? FunctionTable.For(_extensions).Find(function.Name);
        var clash = existing?.Overloads.FirstOrDefault(known => function.Overloads.Any(known.HasSameArguments));
        if (clash is not null)
        {
            throw new ArgumentException($"the function `{function.Name}` has an overload for these arguments already", nameof(function));
        }

        _functions[function.Name] = existing is null
            ? function
            : new CelFunction(function.Name, [.. existing.Overloads, .. function.Overloads]);
        return this;
    }

    /// <summary>Sets the name under which short names are looked up first.</summary>
    /// <param name="container">The name, such as <c>com.example</c>; empty for none.</param>
    /// <returns>This builder.</returns>
    public CelEnvironmentBuilder WithContainer(string container)
    {
        _container = container ?? throw new ArgumentNullException(nameof(container));
        return this;
    }

    /// <summary>Sets the extensions that expressions can use; without this call it is all of them.</summary>
    /// <param name="extensions">The extensions.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The builder extends another environment, or has functions already, which may have
    /// joined one of an extension.</exception>
    public CelEnvironmentBuilder WithExtensions(CelExtensions extensions)
    {
        if (_base is not null || _functions.Count > 0)
        {
            throw new InvalidOperationException("extensions are chosen before an environment has functions");
        }

        _extensions = extensions & CelExtensions.All;
        return this;
    }

    /// <summary>Sets the limits.</summary>
    /// <param name="limits">The limits.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of its own range.</exception>
    public CelEnvironmentBuilder WithLimits(CelLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Validate();
        _limits = limits;
        return this;
    }

    /// <summary>Makes the environment. The builder can be used further without changing it.</summary>
    public CelEnvironment Build() =>
        new(_base, new Dictionary<string, VariableDeclaration>(_variables, StringComparer.Ordinal),
            new Dictionary<string, CelFunction>(_functions, StringComparer.Ordinal), _container, _extensions, _limits, _slotCount);
}
