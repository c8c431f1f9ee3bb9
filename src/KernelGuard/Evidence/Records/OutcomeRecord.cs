using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.Evidence.Records;

/// <summary>What became of a call after its decision.</summary>
internal sealed class OutcomeRecord : EvidenceRecord
{
    private readonly EvidenceReceipt _receipt;
    private readonly CallOutcome _outcome;
    private readonly CapturePlan _plan;
    private readonly object? _output;

    internal OutcomeRecord(DateTimeOffset time, EvidenceReceipt receipt, CallOutcome outcome, CapturePlan plan)
        : base(EvidenceRecordType.Outcome, time)
    {
        _receipt = receipt;
        _plan = plan;

        // The output is frozen now: the tool's caller may change it later, and a record in memory must not keep it alive.
        _output = FrozenOutput.From(outcome.Output);
        _outcome = outcome with { Output = null };
        PayloadChars = FrozenOutput.CountChars(_output);
    }

    public override DecisionId? DecisionId => _receipt.DecisionId;

    public override long PayloadChars { get; }

    private protected override void Describe(RecordMembers members, ICollection<EvidenceSalt> salts)
    {
        members
            .Add("decision_id", _receipt.DecisionId.ToString())
            .Add("trace_id", _receipt.TraceId)
            .Add("outcome", EvidenceNames.Of(_outcome.Kind))
            .Add("status", _outcome.Status.ToName())
            .Add("code", _outcome.Code)
            .Add("error_type", _outcome.ErrorType)
            .Add("ticket", _outcome.TicketId);
        if (_outcome.Duration is { } duration)
        {
            members.AddValue("duration_ms", duration.TotalMilliseconds);
        }

        if (_output is not null || _outcome.Kind is OutcomeKind.Executed or OutcomeKind.Simulated)
        {
            DescribeOutput(members, new Redactor(_plan, _receipt.DecisionId, salts));
        }
    }

    private void DescribeOutput(RecordMembers members, Redactor redactor)
    {
        var output = redactor.Capture("output", _output);
        members
            .Add("capture", EvidenceNames.Of(_plan.Capture.Mode))
            .Add("output_hash", CanonicalJson.Hash(output))
            .AddAll("redacted", redactor.Redacted, static (item, redacted) =>
                item.Add("path", redacted.Path).Add("commitment", redacted.Commitment));
        if (_plan.Capture.IncludeOutput)
        {
            members.AddValue("output", output);
        }
    }
}
