namespace KernelGuard.Cel.Diagnostics;

/// <summary>Collects the diagnostics of one compilation, up to a fixed number of each severity, without repeating one at the same place.</summary>
internal sealed class DiagnosticBag
{
    private const int Capacity = 20;
    private readonly List<CelDiagnostic> _diagnostics = [];

    public IReadOnlyList<CelDiagnostic> Diagnostics => _diagnostics;

    public bool HasErrors => _diagnostics.Exists(diagnostic => diagnostic.Severity == CelSeverity.Error);

    public bool IsFull => IsFullOf(CelSeverity.Error);

    public void Report(string code, string message, CelSpan span, string? help = null, CelSeverity severity = CelSeverity.Error)
    {
        // Warnings never take the place of an error: without it the expression would count as fine.
        if (!IsFullOf(severity) && !_diagnostics.Exists(diagnostic => diagnostic.Span == span && diagnostic.Code == code && diagnostic.Severity == severity))
        {
            _diagnostics.Add(new CelDiagnostic(code, message, span, help, severity));
        }
    }

    private bool IsFullOf(CelSeverity severity) => _diagnostics.Count(diagnostic => diagnostic.Severity == severity) >= Capacity;
}
