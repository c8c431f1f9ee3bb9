using KernelGuard.Cel.Syntax;
using KernelGuard.Cel.Tracing;

namespace KernelGuard.Cel.Ranges;

/// <summary>What is looked at of a path.</summary>
internal enum Aspect
{
    Value,
    Presence,
    Size,

    /// <summary>What <c>int</c> makes of it.</summary>
    AsInt,

    /// <summary>What <c>double</c> makes of it.</summary>
    AsDouble,
}

/// <summary>Something that has the same value wherever it stands in the conditions of one decision.</summary>
/// <param name="Path">The path, such as <c>args.amount</c>.</param>
/// <param name="Aspect">What of it.</param>
internal readonly record struct Place(string Path, Aspect Aspect = Aspect.Value)
{
    /// <summary>The places that have to be there, if this one has a value.</summary>
    public IEnumerable<Place> Needed
    {
        get
        {
            var end = Path.IndexOf('.', StringComparison.Ordinal);
            while ((end = end < 0 ? -1 : Path.IndexOf('.', end + 1)) > 0)
            {
                yield return new Place(Path[..end], Aspect.Presence);
            }

            if (Aspect != Aspect.Presence)
            {
                yield return this with { Aspect = Aspect.Presence };
            }
        }
    }

    /// <summary>The place that a part is, if it is one.</summary>
    public static Place? Of(ProgramPart part, DefinitionReader definitions)
    {
        part = definitions.Resolve(part);
        if (part.Path() is { } path)
        {
            return new Place(path);
        }

        return part.Expr is CallExpr call && AspectOf(call) is { } aspect
            && definitions.Resolve(part.At(call.Target ?? call.Arguments[0])).Path() is { } inner
            ? new Place(inner, aspect)
            : null;
    }

    /// <summary>Which values it can have, by those that its path can have.</summary>
    public CelRange RangeBy(CelRange known) => Aspect switch
    {
        Aspect.Presence => new() { OneOf = known.MayBeAbsent ? [CelValue.FromBool(true), CelValue.FromBool(false)] : [CelValue.FromBool(true)] },
        Aspect.Size => Number with { IsWhole = true, MayBeNaN = false, Min = known.MinSize, Max = known.MaxSize },
        Aspect.AsInt when known is { MayBeText: false, MayBeOther: false, OneOf: null } =>
            Number with { IsWhole = true, MayBeNaN = false, Min = Math.Truncate(known.Min), Max = Math.Truncate(known.Max) },
        Aspect.AsInt => Number with { IsWhole = true, MayBeNaN = false },
        Aspect.AsDouble when !known.MayBeText => known,
        Aspect.AsDouble => Number,
        _ => known,
    };

    /// <summary>The place as an expression says it.</summary>
    public override string ToString() => Aspect switch
    {
        Aspect.Presence => $"has({Path})",
        Aspect.Size => $"size({Path})",
        Aspect.AsInt => $"int({Path})",
        Aspect.AsDouble => $"double({Path})",
        _ => Path,
    };

    private static CelRange Number { get; } = new() { MayBeText = false, MayBeOther = false };

    private static Aspect? AspectOf(CallExpr call) => (call.Function, call.Target, call.Arguments.Length) switch
    {
        ("int", null, 1) => Ranges.Aspect.AsInt,
        ("double", null, 1) => Ranges.Aspect.AsDouble,
        ("size", null, 1) or ("size", not null, 0) => Ranges.Aspect.Size,
        _ => null,
    };
}
