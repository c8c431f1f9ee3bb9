namespace KernelGuard.Policies.Reading;

/// <summary>Collects the findings of one load, up to a bound. Not thread-safe.</summary>
internal sealed class DiagnosticBag
{
    private const int MaxFindings = 1000;
    private readonly List<PolicyDiagnostic> _items = [];

    public bool HasErrors { get; private set; }

    public void Error(string code, SourceSpan span, string message, string? help = null) =>
        Add(new PolicyDiagnostic(code, PolicySeverity.Error, message, span, help));

    public void Error(string code, string file, string message, string? help = null) =>
        Add(new PolicyDiagnostic(code, PolicySeverity.Error, message, file, help));

    public void Warning(string code, SourceSpan span, string message, string? help = null) =>
        Add(new PolicyDiagnostic(code, PolicySeverity.Warning, message, span, help));

    /// <summary>The findings in the order in which a reader of the sources meets them; those on no source first.</summary>
    public IReadOnlyList<PolicyDiagnostic> InOrder(IReadOnlyList<PolicySource> sources)
    {
        var order = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            order.TryAdd(source.Name, order.Count + 1);
        }

        return [.. _items.OrderBy(item => order.GetValueOrDefault(item.File)).ThenBy(item => item.Line).ThenBy(item => item.Column)];
    }

    private void Add(PolicyDiagnostic item)
    {
        HasErrors |= item.Severity == PolicySeverity.Error;
        if (_items.Count < MaxFindings)
        {
            _items.Add(item);
        }
        else if (_items.Count == MaxFindings)
        {
            _items.Add(new PolicyDiagnostic(
                DiagnosticCodes.TooManyFindings, PolicySeverity.Error, $"more than {MaxFindings} findings: the rest is not shown", item.File, null));
            HasErrors = true;
        }
    }
}
