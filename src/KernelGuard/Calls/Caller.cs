namespace KernelGuard.Calls;

/// <summary>Who is acting: the session, the agent and the user, as the host says. Parts that nobody gave are null.</summary>
public sealed class Caller
{
    /// <summary>A caller of whom nothing is known.</summary>
    public static Caller Unknown { get; } = new(null, null, null);

    /// <summary>Creates a caller.</summary>
    /// <param name="session">The id of the conversation or run.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="user">The person for whom it acts.</param>
    public Caller(string? session, AgentIdentity? agent, UserIdentity? user)
    {
        Session = session;
        Agent = agent;
        User = user;
    }

    /// <summary>The id of the conversation or run, or null.</summary>
    public string? Session { get; }

    /// <summary>The agent, or null.</summary>
    public AgentIdentity? Agent { get; }

    /// <summary>The person for whom the agent acts, or null.</summary>
    public UserIdentity? User { get; }

    /// <summary>Why nobody can act as this caller any more, or null.</summary>
    internal CallProblem? Problem { get; init; }

    internal Caller Ended() => new(Session, Agent, User)
    {
        Problem = new CallProblem(CallProblemKind.ScopeEnded, "the scope that said who is acting has ended"),
    };
}
