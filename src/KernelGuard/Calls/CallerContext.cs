namespace KernelGuard.Calls;

/// <summary>Knows who is acting: the innermost scope of the asynchronous flow; what it leaves open comes from the host's defaults. Thread-safe.</summary>
internal sealed class CallerContext(Caller defaults)
{
    private readonly AsyncLocal<CallerScope?> _scope = new();

    public Caller Current => _scope.Value?.Caller ?? defaults;

    /// <summary>Opens a scope. An inner scope keeps the outer session and user, unless the host hands the work over.</summary>
    public CallerScope Begin(string? session, AgentIdentity? agent, UserIdentity? user, bool handoff)
    {
        var outer = _scope.Value;
        var kept = outer is null || handoff ? null : outer.Caller;
        var known = outer?.Caller ?? defaults;
        var caller = new Caller(kept?.Session ?? session ?? known.Session, agent ?? known.Agent, kept?.User ?? user ?? known.User)
        {
            Problem = handoff ? null : known.Problem,
        };
        return _scope.Value = new CallerScope(this, outer, caller, handoff);
    }

    /// <summary>Returns to the scope outside, where the flow is still in <paramref name="scope"/>.</summary>
    public void Leave(CallerScope scope)
    {
        if (ReferenceEquals(_scope.Value, scope))
        {
            _scope.Value = scope.Outer;
        }
    }
}
