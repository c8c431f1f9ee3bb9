namespace KernelGuard.Calls;

/// <summary>One <c>BeginScope</c>: who is acting until it is disposed.</summary>
internal sealed class CallerScope(CallerContext context, CallerScope? outer, Caller caller) : IDisposable
{
    private Caller _caller = caller;
    private bool _ended;

    public CallerScope? Outer => outer;

    /// <summary>The caller; after the end, one that refuses. Work that outlives its scope must not act in somebody's name.</summary>
    public Caller Caller => Volatile.Read(ref _caller);

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _ended, true))
        {
            Volatile.Write(ref _caller, _caller.Ended());
            context.Leave(this);
        }
    }
}
