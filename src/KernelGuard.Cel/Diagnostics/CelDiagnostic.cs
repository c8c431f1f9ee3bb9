namespace KernelGuard.Cel.Diagnostics;

/// <summary>One finding about the source of an expression. Immutable.</summary>
/// <param name="Code">A stable code; the known ones are in <see cref="CelDiagnosticCodes"/>.</param>
/// <param name="Message">What is wrong: lower case, one line, no final period.</param>
/// <param name="Span">The part of the source that is meant.</param>
/// <param name="Help">What to do about it, or null.</param>
/// <param name="Severity">How serious it is.</param>
public sealed record CelDiagnostic(
    string Code, string Message, CelSpan Span, string? Help = null, CelSeverity Severity = CelSeverity.Error);
