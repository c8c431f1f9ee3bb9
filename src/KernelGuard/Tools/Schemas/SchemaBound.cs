namespace KernelGuard.Tools.Schemas;

/// <summary>A bound of numbers.</summary>
/// <param name="Value">The bound.</param>
/// <param name="IsExclusive">Whether the bound itself is outside.</param>
internal readonly record struct SchemaBound(double Value, bool IsExclusive);
