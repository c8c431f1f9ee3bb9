namespace KernelGuard.Approvals;

/// <summary>One <c>BeginReviewScope</c>: who answers until it is disposed.</summary>
internal sealed class ReviewScope(ReviewerContext context, ReviewScope? outer, Reviewer reviewer) : IDisposable
{
    private Reviewer? _reviewer = reviewer;

    public ReviewScope? Outer => outer;

    /// <summary>The reviewer; null after the end.</summary>
    public Reviewer? Reviewer => Volatile.Read(ref _reviewer);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _reviewer, null) is not null)
        {
            context.Leave(this);
        }
    }
}
