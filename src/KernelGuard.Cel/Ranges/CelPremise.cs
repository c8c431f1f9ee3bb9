using KernelGuard.Cel.Tracing;

namespace KernelGuard.Cel.Ranges;

/// <summary>An expression taken apart, to reason about it without data. Not thread-safe.</summary>
public sealed class CelPremise
{
    private readonly CelDefinitions _definitions;

    /// <summary>Takes an expression apart.</summary>
    /// <param name="program">The expression.</param>
    /// <param name="definitions">What its names stand for.</param>
    public CelPremise(CelProgram program, CelDefinitions definitions)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(definitions);
        _definitions = definitions;
        Root = definitions.Take(program).Root;
    }

    /// <summary>The whole expression.</summary>
    internal ProgramPart Root { get; }

    /// <summary>Reads what its names stand for, with as many steps as one look at it takes.</summary>
    internal DefinitionReader Definitions => new(_definitions.Find);
}
