using KernelGuard.Cel.Tracing;

namespace KernelGuard.Cel.Ranges;

/// <summary>What names in expressions of one environment stand for, to reason about them without data. Not thread-safe.</summary>
public sealed class CelDefinitions
{
    private readonly Func<CelActivation> _constants;
    private readonly Func<string, CelProgram?> _definitionOf;
    private readonly Dictionary<string, ProgramParts?> _definitions = new(StringComparer.Ordinal);

    /// <summary>Creates definitions.</summary>
    /// <param name="constants">Makes an activation with the values of what is defined by constants alone, and no others.</param>
    /// <param name="definitionOf">Gives what a path, such as <c>vars.amount</c>, stands for, or null where it stands for itself.</param>
    public CelDefinitions(Func<CelActivation> constants, Func<string, CelProgram?> definitionOf)
    {
        ArgumentNullException.ThrowIfNull(constants);
        ArgumentNullException.ThrowIfNull(definitionOf);
        (_constants, _definitionOf) = (constants, definitionOf);
    }

    /// <summary>Takes an expression apart. What others were given to be evaluated takes nothing from it.</summary>
    internal ProgramParts Take(CelProgram program) => program.PartsFor(_constants());

    /// <summary>What a path stands for, taken apart once.</summary>
    internal ProgramParts? Find(string path)
    {
        if (!_definitions.TryGetValue(path, out var definition))
        {
            definition = _definitionOf(path) is { } program ? Take(program) : null;
            _definitions.Add(path, definition);
        }

        return definition;
    }
}
