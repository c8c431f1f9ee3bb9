using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Facts;

namespace KernelGuard.Rules;

/// <summary>Completes a normalised call by what the policy set and the host's sources know of who acts and what the call is about. Thread-safe; where a source fails, the call is refused or a fact is missing.</summary>
/// <param name="mode">The mode of the set.</param>
/// <param name="agents">Knows the agents.</param>
/// <param name="facts">Knows what calls are about.</param>
internal sealed class RequestCompleter(GuardMode mode, AgentRegistry agents, FactFinder facts)
{
    /// <summary>Completes a request, synchronously where no source has to be asked. A completed request may be completed again, with other arguments.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; nothing else is thrown.</exception>
    public ValueTask<ToolCallRequest> CompleteAsync(ToolCallRequest request, CancellationToken cancellationToken)
    {
        if (!CanBeJudged(request))
        {
            return new(request);
        }

        var found = agents.FindAsync(request.Caller.Agent, cancellationToken);
        return found.IsCompletedSuccessfully
            ? CompleteFactsAsync(With(request, found.Result), cancellationToken)
            : WaitAsync(request, found, cancellationToken);
    }

    /// <summary>The same without asking anybody, for a look that decides nothing.</summary>
    public ToolCallRequest CompleteAtOnce(ToolCallRequest request) =>
        CanBeJudged(request) ? With(request, agents.FindAtOnce(request.Caller.Agent)) : request;

    /// <summary>The argument that says which resource a call of the tool is about, or null.</summary>
    public string? IdArgumentOf(string tool) => facts.BindingOf(tool)?.IdArgument;

    // A call that is refused in any case is no reason to ask.
    private bool CanBeJudged(ToolCallRequest request) => mode.ProblemOf(request) is null;

    private async ValueTask<ToolCallRequest> WaitAsync(ToolCallRequest request, ValueTask<AgentFinding> found, CancellationToken cancellationToken) =>
        await CompleteFactsAsync(With(request, await found), cancellationToken);

    private ValueTask<ToolCallRequest> CompleteFactsAsync(ToolCallRequest request, CancellationToken cancellationToken) =>
        CanBeJudged(request) ? facts.CompleteAsync(request, cancellationToken) : new(request);

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
