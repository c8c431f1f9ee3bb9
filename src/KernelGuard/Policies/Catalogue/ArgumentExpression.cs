using KernelGuard.Cel;
using KernelGuard.Cel.Diagnostics;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Catalogue;

/// <summary>An expression of a document that may read arguments, and where its parts are written.</summary>
/// <param name="Source">The expression.</param>
/// <param name="Span">Where it is written, or where the whole is written of which it is made.</param>
internal sealed record ArgumentExpression(string Source, SourceSpan Span)
{
    private static readonly string[] Tests = ["has(", "?", "&&", "||", " in "];

    /// <summary>The text that holds it; null where the document says it in other words.</summary>
    public ExpressionText? Text { get; init; }

    /// <summary>Where in the text it begins.</summary>
    public int Start { get; init; }

    /// <summary>The expression as it is evaluated; null where it is a place that a transform writes.</summary>
    public CelProgram? Program { get; init; }

    /// <summary>The type that it must have; null for any.</summary>
    public CelType? Type { get; init; }

    /// <summary>What it reads.</summary>
    public IReadOnlyList<string> Paths { get; init; } = ["args"];

    /// <summary>Whether a part may be written so that it is not evaluated for every tool.</summary>
    public bool IsGuarded => Tests.Any(test => Source.Contains(test, StringComparison.Ordinal));

    /// <summary>Whether it reads <c>vars</c>, of whose sizes the schema says nothing: what it can cost is not known then.</summary>
    public bool ReadsVariables => Paths.Any(path => path.StartsWith("vars.", StringComparison.Ordinal));

    /// <summary>The whole of a text.</summary>
    public static ArgumentExpression Of(ExpressionText text, CelProgram program, CelType? type = null) =>
        new(program.Source, text.Span) { Text = text, Program = program, Paths = program.ReferencedPaths, Type = type };

    /// <summary>Where a part is written.</summary>
    public SourceSpan Locate(CelSpan part) =>
        Text?.Locate(Start + Math.Clamp(part.Start, 0, Math.Max(0, Source.Length - 1)), part.Length) ?? Span;
}
