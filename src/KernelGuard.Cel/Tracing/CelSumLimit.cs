namespace KernelGuard.Cel.Tracing;

/// <summary>A limit of a field: an expression is true wherever the field, with the addend, is over it. Immutable.</summary>
/// <param name="Path">The field, such as <c>counters.spent</c>.</param>
/// <param name="Addend">What is added to it, as it is written where it is defined; null for nothing.</param>
/// <param name="Limit">The limit, a number.</param>
/// <param name="IsExclusive">Whether the expression is true at the limit itself too.</param>
public sealed record CelSumLimit(string Path, string? Addend, CelValue Limit, bool IsExclusive);
