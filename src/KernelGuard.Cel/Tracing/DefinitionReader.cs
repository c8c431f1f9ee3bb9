using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Tracing;

/// <summary>Reads names for what they stand for. Not thread-safe; after very many steps it takes names as they are.</summary>
/// <param name="definitionOf">Gives what a path stands for, or null where it stands for itself.</param>
internal sealed class DefinitionReader(Func<string, ProgramParts?> definitionOf)
{
    private const int MaxSteps = 2_000;
    private int _steps;

    /// <summary>What a part stands for; the part itself where it is no name that is defined.</summary>
    public ProgramPart Resolve(ProgramPart part)
    {
        while (part.Path() is { } path && _steps++ < MaxSteps && definitionOf(path) is { } definition)
        {
            part = definition.Root;
        }

        return part;
    }

    /// <summary>The paths that a part reads; null where that is too much to say.</summary>
    public IReadOnlySet<string>? Reads(ProgramPart part)
    {
        var reads = new HashSet<string>(StringComparer.Ordinal);
        return Collect(part, reads) ? reads : null;
    }

    /// <summary>The value of a part that reads nothing; null where it reads something.</summary>
    public CelValue? ConstantOf(ProgramPart part) => part.Expr is LiteralExpr literal ? literal.Value : Reads(part) is { Count: 0 } ? part.Value : null;

    private bool Collect(ProgramPart part, HashSet<string> reads)
    {
        part = Resolve(part);
        if (part.Path() is { } path)
        {
            reads.Add(path);
            return true;
        }

        return ++_steps <= MaxSteps && Children.Of(part.Expr).All(child => Collect(part.At(child), reads));
    }
}
