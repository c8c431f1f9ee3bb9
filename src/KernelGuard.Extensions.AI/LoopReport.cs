using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>
/// Tells what the library's loop ran from what it merely reports, in the order in which contents arrive. A result that did not come through the guard's
/// seam is the loop's word that there is no such tool, or else the provider's claim. One instance per response.
/// </summary>
/// <param name="guard">The guard.</param>
/// <param name="followsResults">Whether the conversation already held results of tools.</param>
/// <param name="answered">The ids of calls to whose approval the request holds an answer. The loop gives their results, also those of rejected ones.</param>
/// <param name="tools">The tools that there are.</param>
internal sealed class LoopReport(ToolCallGuard guard, bool followsResults, HashSet<string> answered, Func<List<AIFunctionDeclaration>> tools)
{
    private readonly ProviderCalls _provider = new(guard);
    private readonly LooseCalls _loose = new(guard);
    private readonly Dictionary<string, FunctionCallContent> _open = new(StringComparer.Ordinal);

    /// <summary>Checks contents, and puts what is to be said in the place of results that must not be believed.</summary>
    public async ValueTask CheckAsync(IList<AIContent> contents, CancellationToken cancellationToken)
    {
        foreach (var content in contents)
        {
            switch (content)
            {
                case FunctionCallContent call:
                    _open[call.CallId] = call;
                    break;
                case FunctionResultContent result:
                    await CheckAsync(result, cancellationToken);
                    break;
                case McpServerToolCallContent call:
                    await _provider.AlarmAsync(GuardAlarm.ProviderExecuted, $"{call.ServerName}:{call.Name}", call.CallId);
                    break;
            }
        }
    }

    /// <summary>Ends the response.</summary>
    /// <returns>The refusals of calls that were left to the caller, which policy never lets it run.</returns>
    public async ValueTask<List<AIContent>> CompleteAsync(CancellationToken cancellationToken)
    {
        var refusals = new List<AIContent>();
        foreach (var call in _open.Values)
        {
            if (call.InformationalOnly)
            {
                if (!LoopCalls.Contains(call) && !answered.Contains(call.CallId))
                {
                    await _provider.AlarmAsync(GuardAlarm.ProviderExecuted, call.Name, call.CallId);
                }
            }
            else if (Find(call) is { } tool and not AIFunction && await _loose.RefuseHandingOutAsync(call, tool, followsResults, cancellationToken) is { } refusal)
            {
                call.InformationalOnly = true;
                refusals.Add(new FunctionResultContent(call.CallId, refusal));
            }
        }

        return refusals;
    }

    private async ValueTask CheckAsync(FunctionResultContent result, CancellationToken cancellationToken)
    {
        _open.Remove(result.CallId, out var call);
        var isAnswered = answered.Remove(result.CallId);
        if (isAnswered || (call is not null && LoopCalls.Contains(call)))
        {
            return;
        }

        if (call is null || Find(call) is not null)
        {
            await _provider.WithholdAsync(result, call?.Name);
        }
        else if (await _loose.RefuseUnknownAsync(call, tools(), followsResults, cancellationToken) is { } refusal)
        {
            result.Result = refusal;
        }
    }

    private AIFunctionDeclaration? Find(FunctionCallContent call) => tools().Find(tool => tool.Name == call.Name);
}
