using KernelGuard.Calls;
using KernelGuard.Decisions;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Judges the calls that no loop brings to the guard: those of tools that do not exist, and those that are left to the caller.</summary>
internal sealed class LooseCalls(ToolCallGuard guard)
{
    /// <summary>Judges a call of a tool that does not exist.</summary>
    /// <param name="call">The call.</param>
    /// <param name="tools">The tools that do.</param>
    /// <param name="followsResults">Whether the conversation already holds results of tools.</param>
    /// <param name="cancellationToken">Cancels judging.</param>
    /// <returns>The refusal; null under a policy that only observes, where the loop's own answer stands.</returns>
    public ValueTask<string?> RefuseUnknownAsync(
        FunctionCallContent call, IEnumerable<AIFunctionDeclaration> tools, bool followsResults, CancellationToken cancellationToken)
    {
        var name = string.IsNullOrEmpty(call.Name) ? "(no name)" : call.Name;
        var described = new ToolCall(name, AIFunctionCalls.OfModel(call.Arguments))
        {
            CallId = call.CallId,
            OfferedInstead = [.. tools.Select(AIFunctionCalls.NameOf)],
            FollowsToolResults = followsResults,
        };
        return RefuseAsync(described, cancellationToken);
    }

    /// <summary>Judges a call that the caller is to run. What policy may permit is left to the guarded function that the caller runs, and recorded there.</summary>
    /// <param name="call">The call.</param>
    /// <param name="tool">Its tool, a declaration.</param>
    /// <param name="followsResults">Whether the conversation already holds results of tools.</param>
    /// <param name="cancellationToken">Cancels judging.</param>
    /// <returns>The refusal; null where the caller may have the call.</returns>
    public async ValueTask<string?> RefuseHandingOutAsync(
        FunctionCallContent call, AIFunctionDeclaration tool, bool followsResults, CancellationToken cancellationToken)
    {
        var described = call.Exception is null
            ? new ToolCall(AIFunctionCalls.NameOf(tool), AIFunctionCalls.OfModel(call.Arguments))
            {
                Schema = AIFunctionCalls.SchemaOf(tool),
                Returns = AIFunctionCalls.ResultSchemaOf(tool),
                Source = AIFunctionCalls.SourceOf(tool),
                CallId = call.CallId,
                FollowsToolResults = followsResults,
            }
            : new ToolCall(AIFunctionCalls.NameOf(tool)) { ArgumentsJson = "", CallId = call.CallId, FollowsToolResults = followsResults };
        var decision = await guard.DecideAsync(described, cancellationToken);
        return decision.Status is DecisionStatus.Permitted or DecisionStatus.ApprovalPending ? null : await RefuseAsync(described, cancellationToken);
    }

    private async ValueTask<string?> RefuseAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var judged = await guard.JudgeAsync(call, cancellationToken);
        if (judged.CanRun)
        {
            // An observed policy permits what it would refuse; there is nothing to run all the same.
            await judged.WithdrawAsync();
            return null;
        }

        return (await judged.RunAsync(static (_, _) => ValueTask.FromResult<object?>(null), cancellationToken)).Refusal!.ToJson();
    }
}
