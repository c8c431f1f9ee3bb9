using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Facts;

namespace KernelGuard.Rules;

/// <summary>Completes a normalised call by what the policy set and the host's sources know of who acts. Thread-safe; a source that fails is a problem of the call.</summary>
/// <param name="mode">The mode of the set.</param>
/// <param name="agents">Knows the agents.</param>
internal sealed class RequestCompleter(GuardMode mode, AgentRegistry agents)
{
    /// <summary>Completes a request, synchronously where no source has to be asked.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; nothing else is thrown.</exception>
    public ValueTask<ToolCallRequest> CompleteAsync(ToolCallRequest request, CancellationToken cancellationToken)
    {
        if (!CanBeJudged(request))
        {
            return new(request);
        }

        var found = agents.FindAsync(request.Caller.Agent, cancellationToken);
        return found.IsCompletedSuccessfully ? new(With(request, found.Result)) : WaitAsync(request, found);
    }

    /// <summary>The same without asking anybody, for a look that decides nothing.</summary>
    public ToolCallRequest CompleteAtOnce(ToolCallRequest request) =>
        CanBeJudged(request) ? With(request, agents.FindAtOnce(request.Caller.Agent)) : request;

    // A call that is refused whoever makes it is no reason to ask.
    private bool CanBeJudged(ToolCallRequest request) => (mode == GuardMode.Enforce ? request.Problem : request.Unreadable) is null;

    private static async ValueTask<ToolCallRequest> WaitAsync(ToolCallRequest request, ValueTask<AgentFinding> found) => With(request, await found);

    private static ToolCallRequest With(ToolCallRequest request, AgentFinding found)
    {
        var (agent, problem) = found;
        if (problem is null && ReferenceEquals(agent, request.Caller.Agent))
        {
            return request;
        }

        var caller = request.Caller;
        return new ToolCallRequest(request)
        {
            Caller = new Caller(caller.Session, agent ?? caller.Agent, caller.User) { Problem = caller.Problem },
            Problem = request.Problem ?? problem,
        };
    }
}
