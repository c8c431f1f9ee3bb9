using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel.Ranges;

/// <summary>A part of an expression that asks for a value which a place cannot have. Immutable.</summary>
/// <param name="Span">The comparison, or the element of the list after <c>in</c>.</param>
/// <param name="Place">The place as an expression says it, such as <c>size(args.lines)</c>.</param>
/// <param name="Range">Which values the place can have.</param>
/// <param name="Kind">What follows.</param>
public sealed record CelImpossibility(CelSpan Span, string Place, CelRange Range, CelImpossibilityKind Kind);
