namespace KernelGuard.Approvals;

/// <summary>How calls that need approval are asked for in the way of Microsoft.Extensions.AI: the caller of a chat client gets a request and sends a response.</summary>
/// <remarks>For clients with <c>UsePolicy()</c>. Other seams tell the model <c>approval_pending</c>, whatever is set here.</remarks>
public sealed class NativeApprovalOptions
{
    /// <summary>Whether calls that policy holds become requests to the caller of the chat client.</summary>
    /// <value>The default is false: the model is told <c>approval_pending</c>.</value>
    public bool Enabled { get; set; }

    /// <summary>Who answers where no scope of <see cref="ToolCallGuard.BeginReviewScope"/> says so: the person whom the host authenticated, or null for nobody.</summary>
    /// <value>The default is null. A response says nothing of who gave it, so without a reviewer it does not count.</value>
    public Func<Reviewer?>? Reviewer { get; set; }
}
