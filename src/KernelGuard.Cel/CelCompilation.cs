using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel;

/// <summary>The outcome of compiling an expression. Immutable.</summary>
/// <param name="Program">The program, or null if there are errors.</param>
/// <param name="Diagnostics">All findings, in the order in which they were made.</param>
/// <param name="ResultType">The type of the expression, as far as it could be found out.</param>
public sealed record CelCompilation(CelProgram? Program, IReadOnlyList<CelDiagnostic> Diagnostics, CelType ResultType);
