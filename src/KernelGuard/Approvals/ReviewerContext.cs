namespace KernelGuard.Approvals;

/// <summary>Knows who answers: the innermost scope of the asynchronous flow, else whom the host names. Thread-safe.</summary>
internal sealed class ReviewerContext(Func<Reviewer?>? defaults)
{
    private readonly AsyncLocal<ReviewScope?> _scope = new();

    /// <summary>The reviewer, or null. Nobody answers in a flow that outlives its scope.</summary>
    public Reviewer? Current => _scope.Value is { } scope ? scope.Reviewer : defaults?.Invoke();

    public ReviewScope Begin(Reviewer reviewer) => _scope.Value = new ReviewScope(this, _scope.Value, reviewer);

    /// <summary>Returns to the scope outside, where the flow is still in <paramref name="scope"/>.</summary>
    public void Leave(ReviewScope scope)
    {
        if (ReferenceEquals(_scope.Value, scope))
        {
            _scope.Value = scope.Outer;
        }
    }
}
