using System.Runtime.CompilerServices;
using KernelGuard.Calls;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>
/// Sees each response before the loop does. Notes which calls belong together, and judges those of tools that do not exist, which the loop answers without
/// asking anybody: they too leave a decision, and the model gets a refusal that helps.
/// </summary>
internal sealed class ResponseChatClient(IChatClient innerClient, ToolCallGuard guard) : DelegatingChatClient(innerClient)
{
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
            await ReceiveAsync(message.Contents, turn, options, cancellationToken);
        }

        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var turn = new List<FunctionCallContent>();
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            await ReceiveAsync(update.Contents, turn, options, cancellationToken);
            yield return update;
        }
    }

    private async ValueTask ReceiveAsync(
        IList<AIContent> contents, List<FunctionCallContent> turn, ChatOptions? options, CancellationToken cancellationToken)
    {
        foreach (var call in contents.OfType<FunctionCallContent>().Where(call => !call.InformationalOnly))
        {
            TurnCalls.Add(call, turn);
            var tools = (options?.Tools ?? []).Concat(AdditionalTools() ?? []).OfType<AIFunctionDeclaration>().ToList();
            if (tools.TrueForAll(tool => tool.Name != call.Name))
            {
                await RefuseAsync(call, tools, cancellationToken);
            }
        }
    }

    private async ValueTask RefuseAsync(FunctionCallContent call, List<AIFunctionDeclaration> tools, CancellationToken cancellationToken)
    {
        var name = string.IsNullOrEmpty(call.Name) ? "(no name)" : call.Name;
        var judged = await guard.JudgeAsync(
            new ToolCall(name, AIFunctionCalls.OfModel(call.Arguments))
            {
                CallId = call.CallId,
                OfferedInstead = [.. tools.Select(AIFunctionCalls.NameOf)],
            },
            cancellationToken);
        if (judged.CanRun)
        {
            // An observed policy permits what it would refuse; there is nothing to run all the same.
            await judged.WithdrawAsync();
            return;
        }

        var outcome = await judged.RunAsync(static (_, _) => ValueTask.FromResult<object?>(null), cancellationToken);
        _refusals.AddOrUpdate(call, outcome.Refusal!.ToJson());
    }
}
