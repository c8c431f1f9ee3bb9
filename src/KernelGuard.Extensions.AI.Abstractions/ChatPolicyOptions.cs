namespace KernelGuard.Extensions.AI;

/// <summary>How the guard sits in a chat client.</summary>
public sealed class ChatPolicyOptions
{
    /// <summary>Whether tools that policy can never permit are left out of requests. Calls are judged all the same.</summary>
    /// <value>The default is false.</value>
    public bool HideForbiddenTools { get; set; }

    /// <summary>The tools run by the provider that may be sent. Others are taken out of requests, and an alarm is raised.</summary>
    /// <value>The default is none.</value>
    public IList<HostedToolPermit> HostedTools { get; } = [];

    /// <summary>Whether requests may carry a raw representation (<c>ChatOptions.RawRepresentationFactory</c>), in which tools can hide.</summary>
    /// <value>The default is false: such a request is an error.</value>
    public bool AllowRawRepresentation { get; set; }

    /// <summary>The keys of <c>ChatOptions.AdditionalProperties</c> that requests may carry although tools can hide there.</summary>
    /// <value>The default is none: a value that is no plain text, number or bool, or whose key speaks of tools, is an error.</value>
    public ISet<string> PermittedProperties { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>After how many refusals in a row the function-invoking loop is ended. Every call of the turn still gets its result.</summary>
    /// <value>The default is null: the loop goes on, and the model is told to stop after five.</value>
    public int? TerminateAfterRefusals { get; set; }

    /// <summary>How long an approval request that was handed out can be answered.</summary>
    /// <value>The default is 24 hours.</value>
    public TimeSpan ApprovalsWithin { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How many approval requests may be open; the oldest give way.</summary>
    /// <value>The default is 1,000. Must be at least 1.</value>
    public int MaxOpenApprovals { get; set; } = 1_000;
}
