using KernelGuard.Cel.RegularExpressions;

namespace KernelGuard.Cel.Evaluation;

/// <summary>An expression ready to be evaluated, and what it reads.</summary>
internal sealed record Plan(
    Node Root,
    int LocalCount,
    IReadOnlyList<string> ReferencedVariables,
    IReadOnlyList<string> ReferencedPaths,
    IReadOnlyList<CelTextComparison> TextComparisons,
    IReadOnlyDictionary<string, Pattern> Patterns);
