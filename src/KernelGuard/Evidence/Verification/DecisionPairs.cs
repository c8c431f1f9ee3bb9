using KernelGuard.Evidence.Records;

namespace KernelGuard.Evidence.Verification;

/// <summary>Pairs decisions with their outcomes while a ledger is read.</summary>
internal sealed class DecisionPairs(FindingList findings)
{
    private const long Closed = -1;
    private readonly Dictionary<UInt128, long> _decisions = [];

    /// <summary>Whether earlier records are absent, so that an outcome may belong to one of them.</summary>
    internal bool IsPartial { get; set; }

    internal void Add(RecordHeader header, string file, long line)
    {
        if (header.DecisionId is not { } id)
        {
            return;
        }

        if (header.Type == EvidenceRecordType.Decision && !_decisions.TryAdd(id, header.Sequence))
        {
            findings.Add(LedgerFindingCodes.DuplicateDecision, file, line, header.Sequence, $"the decision `{DecisionIdText.Spell(id)}` is there twice");
        }
        else if (header.Type == EvidenceRecordType.Outcome)
        {
            Close(id, header.Sequence, file, line);
        }
    }

    internal IReadOnlyList<OpenDecision> Open() =>
        [.. _decisions.Where(static pair => pair.Value != Closed).OrderBy(static pair => pair.Value)
            .Select(static pair => new OpenDecision(DecisionIdText.Spell(pair.Key), pair.Value))];

    private void Close(UInt128 id, long sequence, string file, long line)
    {
        if (!_decisions.TryGetValue(id, out var state))
        {
            if (!IsPartial)
            {
                findings.Add(
                    LedgerFindingCodes.OutcomeWithoutDecision, file, line, sequence, $"no decision `{DecisionIdText.Spell(id)}` comes before its outcome");
            }
        }
        else if (state == Closed)
        {
            findings.Add(LedgerFindingCodes.DuplicateOutcome, file, line, sequence, $"the decision `{DecisionIdText.Spell(id)}` has two outcomes");
        }

        _decisions[id] = Closed;
    }
}
