using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel.Tracing;

/// <summary>What a part of an expression came to. Immutable.</summary>
/// <param name="Span">The part, as a place in the source.</param>
/// <param name="Text">The source of the part, on one line.</param>
/// <param name="Value">Its value or error; of a part that was evaluated several times the last one.</param>
public sealed record CelTraceStep(CelSpan Span, string Text, CelValue Value);
