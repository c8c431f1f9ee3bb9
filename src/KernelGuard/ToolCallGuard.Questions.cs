using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies;

namespace KernelGuard;

/// <content>What people and seams ask a guard: nothing runs, and nothing is used up.</content>
public sealed partial class ToolCallGuard
{
    /// <summary>Judges a call without running it. Nothing is recorded, no ticket is opened and no history kept.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<Decision> DecideAsync(ToolCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        var policy = _policies.Current;
        var request = await policy.Completer.CompleteAsync(Normalize(call, policy), cancellationToken);
        return (await DecideAsync(request, call, policy, reserves: false, default, cancellationToken)).Decision;
    }

    /// <summary>Asks whether an agent may do something with a resource, now, for the user and in the session of the present scope. Nothing is run.</summary>
    /// <param name="agent">The agent; a string is its id.</param>
    /// <param name="action">The tool.</param>
    /// <param name="resource">The id of the resource; null where the tool works on none.</param>
    /// <param name="arguments">
    /// The arguments of the call in question, from a source that the model cannot write. Where the tool's <c>resource</c> is named by an argument,
    /// that argument is set to <paramref name="resource"/>.
    /// </param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The answer. It is that of a call with these arguments: rules that read an argument which is not given are on the safe side.</returns>
    /// <remarks>The decision is recorded as one that was withdrawn. It counts neither in the session's history nor towards an approval or a limit,
    /// and it never waits for one: where a throttle with <c>wait</c> would hold the call back, the answer is <c>throttled</c> with <see cref="Decision.RetryAfter"/>.</remarks>
    public async ValueTask<Authorization> AuthorizeAsync(
        AgentIdentity agent,
        string action,
        string? resource = null,
        IReadOnlyDictionary<string, object?>? arguments = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentException.ThrowIfNullOrEmpty(action);
        var call = _policies.Current.ToQuestion(action, resource, arguments);
        using var scope = BeginScope(agent: agent);
        var judged = await JudgeAsync(call, _reporter.StartWithoutSpan(), cancellationToken, isQuestion: true);
        await judged.WithdrawAsync();
        return new Authorization(judged.Decision, action, resource, judged.Receipt.IsRecorded);
    }

    /// <summary>Whether policy could permit the present caller any call of a tool. For leaving tools out of what a model is offered; it decides nothing.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <returns>False only where every call would be refused, whatever its arguments.</returns>
    public bool CouldPermit(string tool)
    {
        var policy = _policies.Current;
        return _killSwitch.Reason is null && policy.Pipeline.CouldPermit(policy.Completer.CompleteAtOnce(Normalize(new ToolCall(tool), policy)));
    }

    /// <summary>The policies in force and their rules in plain words, by policy id and document order; rules in code are the policy <c>code</c>.</summary>
    /// <returns>What <c>kernelguard policy show</c> prints of the documents, as text by <c>ToString()</c>, with what the tool cannot see: the rules in code.</returns>
    public IReadOnlyList<PolicyDescription> DescribePolicies() => _policies.Current.Set.Describe();

    /// <summary>All names that stand for the same tool as a name does, as policy documents say. For seams that look for tools under several names.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <returns>The declared name and its other spellings; the name alone where no document says more.</returns>
    public IReadOnlyList<string> SpellingsOf(string tool) => _policies.Current.Tools.SpellingsOf(tool);

    /// <summary>Where the policies say that a tool must come from; null where they do not say.</summary>
    internal string? SourceOf(string tool) => _policies.Current.Tools.Find(tool)?.Source;
}
