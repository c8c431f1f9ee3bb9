using KernelGuard.Decisions;

namespace KernelGuard.Evidence.Records;

/// <summary>How values of enumerations that have no names elsewhere are spelled in records.</summary>
internal static class EvidenceNames
{
    internal static string Of(EvidenceRecordType type) => type switch
    {
        EvidenceRecordType.Decision => "decision",
        EvidenceRecordType.Outcome => "outcome",
        EvidenceRecordType.Recovery => "recovery",
        _ => "note",
    };

    internal static string Of(CaptureMode mode) => mode switch
    {
        CaptureMode.Full => "full",
        CaptureMode.HashOnly => "hash_only",
        _ => "redacted",
    };

    internal static string Of(RuleOutcome outcome) => outcome switch
    {
        RuleOutcome.NotMatched => "not_matched",
        RuleOutcome.Matched => "matched",
        RuleOutcome.Exceeded => "exceeded",
        RuleOutcome.Skipped => "skipped",
        RuleOutcome.NotAsked => "not_asked",
        _ => "error",
    };

    internal static string Of(RoleOutcome outcome) => outcome switch
    {
        RoleOutcome.Covers => "covers",
        RoleOutcome.NotHeldByUser => "not_held_by_user",
        RoleOutcome.OutOfScope => "out_of_scope",
        _ => "error",
    };

    internal static string Of(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Executed => "executed",
        OutcomeKind.Refused => "refused",
        OutcomeKind.Failed => "failed",
        OutcomeKind.Cancelled => "cancelled",
        OutcomeKind.Simulated => "simulated",
        _ => "unknown",
    };

    internal static string Of(Disclosure disclosure) => disclosure switch
    {
        Disclosure.Full => "full",
        Disclosure.Reason => "reason",
        _ => "code",
    };
}
