using KernelGuard.Tools;

namespace KernelGuard;

/// <summary>Something that went past the guard, or tried to.</summary>
/// <param name="Code">A stable code; those of the adapters are in docs/threat-model.md.</param>
/// <param name="Explanation">What happened and how to fix it, for the people who run the application.</param>
public sealed record GuardAlarm(string Code, string Explanation)
{
    /// <summary>A tool ran although no seam of the guard judged the call.</summary>
    public const string UngovernedExecution = "ungoverned_execution";

    /// <summary>A tool can be reached past the guard.</summary>
    public const string Ungoverned = "ungoverned";

    /// <summary>A seam was not where it has to be, and had to put itself there.</summary>
    public const string SeamDisplaced = "seam_displaced";

    /// <summary>A tool that the provider runs was taken out of a request.</summary>
    public const string HostedToolRemoved = "hosted_tool_removed";

    /// <summary>The provider says that it ran a call.</summary>
    public const string ProviderExecuted = "provider_executed";

    /// <summary>An answer to an approval request that was never issued, was altered, or was used before.</summary>
    public const string ApprovalForged = "approval_forged";

    /// <summary>An answer to an approval request for which the host names no reviewer.</summary>
    public const string ReviewerUnknown = "reviewer_unknown";

    /// <summary>An answer to an approval request that does not count, because of who gave it or when.</summary>
    public const string AnswerRefused = "answer_refused";

    /// <summary>Changed policies cannot be used; those that were in force still are.</summary>
    public const string PolicyReloadFailed = "policy_reload_failed";

    /// <summary>Changed policies lack one that was in force; those that were in force still are.</summary>
    public const string PolicyMissing = "policy_missing";

    /// <summary>The tool concerned, or null.</summary>
    public string? Tool { get; init; }

    /// <summary>The id of the call concerned, or null.</summary>
    public string? CallId { get; init; }

    /// <summary>The approval ticket concerned, or null.</summary>
    public string? TicketId { get; init; }

    internal Dictionary<string, object?> ToDetails() => new()
    {
        ["code"] = Code,
        ["explanation"] = ToolName.Repair(Explanation),
        ["tool"] = Tool is null ? null : ToolName.Shown(Tool),
        ["call_id"] = CallId is null ? null : ToolName.Shown(CallId),
        ["ticket"] = TicketId is null ? null : ToolName.Shown(TicketId),
    };
}
