namespace KernelGuard.Policies.Reading;

/// <summary>Collects the findings of one load: so many errors and so many warnings, and then only that there are more. Not thread-safe.</summary>
internal sealed class DiagnosticBag
{
    private const int MaxOfEach = 1000;
    private readonly List<PolicyDiagnostic> _items = [];
    private int _errors;
    private int _warnings;

    public bool HasErrors => _errors > 0;

    public void Error(string code, SourceSpan span, string message, string? help = null) =>
        Add(new PolicyDiagnostic(code, PolicySeverity.Error, message, span, help), ref _errors);

    public void Error(string code, string file, string message, string? help = null) =>
        Add(new PolicyDiagnostic(code, PolicySeverity.Error, message, file, help), ref _errors);

    public void Warning(string code, SourceSpan span, string message, string? help = null) =>
        Add(new PolicyDiagnostic(code, PolicySeverity.Warning, message, span, help), ref _warnings);

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

    private void Add(PolicyDiagnostic item, ref int count)
    {
        count++;
        if (count <= MaxOfEach)
        {
            _items.Add(item);
        }
        else if (count == MaxOfEach + 1)
        {
            var what = item.Severity == PolicySeverity.Error ? "errors" : "warnings";
            _items.Add(new PolicyDiagnostic(
                DiagnosticCodes.TooManyFindings, item.Severity, $"more than {MaxOfEach} {what}: the rest is not shown", item.File, null));
        }
    }
}
