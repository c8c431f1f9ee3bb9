namespace KernelGuard.Calls;

/// <summary>One <c>BeginScope</c>: who is acting until it, or one that it stands in, is disposed.</summary>
/// <param name="context">Where it was opened.</param>
/// <param name="outer">The scope around it.</param>
/// <param name="caller">Who is acting.</param>
/// <param name="isHandoff">Whether it acts in its own name, so that the end of the scope around it is not its own.</param>
internal sealed class CallerScope(CallerContext context, CallerScope? outer, Caller caller, bool isHandoff) : IDisposable
{
    private bool _ended;

    /// <summary>The innermost scope around it that has not been disposed.</summary>
    public CallerScope? Outer
    {
        get
        {
            var scope = outer;
            while (scope is not null && Volatile.Read(ref scope._ended))
            {
                scope = scope.Around;
            }

            return scope;
        }
    }

    /// <summary>The caller; after the end, one that refuses. Work that outlives its scope must not act in somebody's name.</summary>
    public Caller Caller => HasEnded() ? caller.Ended() : caller;

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _ended, true))
        {
            context.Leave(this);
        }
    }

    private CallerScope? Around => outer;

    private CallerScope? Dependence => isHandoff ? null : outer;

    private bool HasEnded()
    {
        var scope = this;
        while (scope is not null && !Volatile.Read(ref scope._ended))
        {
            scope = scope.Dependence;
        }

        return scope is not null;
    }
}
