namespace KernelGuard.Evidence.Verification;

/// <summary>Collects findings up to a limit.</summary>
internal sealed class FindingList(int limit)
{
    private readonly List<LedgerFinding> _findings = [];

    internal IReadOnlyList<LedgerFinding> All => _findings;

    internal bool IsFull => _findings.Count > limit;

    internal void Add(string code, string file, long line, long? sequence, string message)
    {
        if (_findings.Count < limit)
        {
            _findings.Add(new LedgerFinding(code, file, line, sequence, message));
        }
        else if (_findings.Count == limit)
        {
            _findings.Add(new LedgerFinding(LedgerFindingCodes.TooManyFindings, file, line, sequence, "there is more, and verification stopped here"));
        }
    }
}
