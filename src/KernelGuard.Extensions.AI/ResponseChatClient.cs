using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>
/// Sees each response before the loop does. Notes which calls belong together, and judges those that the loop runs past the guard: calls of tools that do
/// not exist, which it answers itself, and of tools that the caller runs.
/// </summary>
internal sealed class ResponseChatClient(IChatClient innerClient, ToolCallGuard guard) : DelegatingChatClient(innerClient)
{
    private readonly LooseCalls _loose = new(guard);
    private readonly ConditionalWeakTable<FunctionCallContent, string> _refusals = [];

    /// <summary>The loop's tools besides those of the request.</summary>
    public Func<IList<AITool>?> AdditionalTools { get; set; } = static () => null;

    /// <summary>What the model gets for a call, or null where the call's tool exists.</summary>
    public string? FindRefusal(FunctionCallContent call) => _refusals.TryGetValue(call, out var refusal) ? refusal : null;

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await base.GetResponseAsync(messages, options, cancellationToken);
        var turn = new List<FunctionCallContent>();
        foreach (var message in response.Messages)
        {
            message.Contents = await ReceiveAsync(message.Contents, turn, messages, options, cancellationToken);
        }

        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var turn = new List<FunctionCallContent>();
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            update.Contents = await ReceiveAsync(update.Contents, turn, messages, options, cancellationToken);
            yield return update;
        }
    }

    // The contents, with results for calls that policy never lets the caller run: a call that comes with its result is marked by the loop as done.
    private async ValueTask<IList<AIContent>> ReceiveAsync(
        IList<AIContent> contents, List<FunctionCallContent> turn, IEnumerable<ChatMessage> history, ChatOptions? options, CancellationToken cancellationToken)
    {
        var refusals = new List<AIContent>();
        foreach (var call in contents.OfType<FunctionCallContent>().Where(call => !call.InformationalOnly))
        {
            TurnCalls.Add(call, turn);
            var tools = (options?.Tools ?? []).Concat(AdditionalTools() ?? []).OfType<AIFunctionDeclaration>().ToList();
            switch (tools.Find(tool => tool.Name == call.Name))
            {
                case null when await _loose.RefuseUnknownAsync(call, tools, AIFunctionCalls.HoldToolResults(history), cancellationToken) is { } refusal:
                    _refusals.AddOrUpdate(call, refusal);
                    break;
                case { } tool and not AIFunction when await _loose.RefuseHandingOutAsync(call, tool, AIFunctionCalls.HoldToolResults(history), cancellationToken) is { } refusal:
                    refusals.Add(new FunctionResultContent(call.CallId, refusal));
                    break;
            }
        }

        return refusals.Count == 0 ? contents : [.. contents, .. refusals];
    }
}
