namespace KernelGuard.Cel.Diagnostics;

/// <summary>Collects the diagnostics of one compilation, up to a fixed number, without repeating one at the same place.</summary>
internal sealed class DiagnosticBag
{
    private const int Capacity = 20;
    private readonly List<CelDiagnostic> _diagnostics = [];

    public IReadOnlyList<CelDiagnostic> Diagnostics => _diagnostics;

    public bool HasErrors => _diagnostics.Exists(diagnostic => diagnostic.Severity == CelSeverity.Error);

    public bool IsFull => _diagnostics.Count >= Capacity;

    public void Report(string code, string message, CelSpan span, string? help = null)
    {
        if (!IsFull && !_diagnostics.Exists(diagnostic => diagnostic.Span == span && diagnostic.Code == code))
        {
            _diagnostics.Add(new CelDiagnostic(code, message, span, help));
        }
    }
}
