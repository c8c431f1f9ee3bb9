using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using AICall = Microsoft.Extensions.AI.FunctionCallContent;
using KernelCall = Microsoft.SemanticKernel.FunctionCallContent;

namespace KernelGuard.SemanticKernel;

/// <summary>Reads the calls of the turn to which a call belongs.</summary>
/// <remarks>Connectors hand over the very message of the turn. The function-invoking client makes a new one for each call, but its own context has the original.</remarks>
internal static class TurnReader
{
    /// <summary>The calls of a turn in their order, and an object that stands for the turn.</summary>
    public static (object Key, IReadOnlyList<TurnCall> Calls) Read(AutoFunctionInvocationContext context)
    {
        if (FunctionInvokingChatClient.CurrentContext is { } current && ReferenceEquals(current.CallContent, context.CallContent))
        {
            return Read(current);
        }

        var message = context.ChatMessageContent;
        return (message, KernelCall.GetFunctionCalls(message).Select(call => Read(call, context.Kernel)).ToList());
    }

    private static (object Key, IReadOnlyList<TurnCall> Calls) Read(Microsoft.Extensions.AI.FunctionInvocationContext current)
    {
        var turn = current.Messages.LastOrDefault(message => message.Contents.Contains(current.CallContent));
        var calls = turn is null ? [] : turn.Contents.OfType<AICall>().Where(call => !call.InformationalOnly).ToList();
        return calls.Count == current.FunctionCount ? (calls[0], calls.ConvertAll(call => Read(call, current.Options))) : (current.CallContent, []);
    }

    private static TurnCall Read(AICall call, ChatOptions? options)
    {
        var tool = options?.Tools?.FirstOrDefault(tool => tool.Name == call.Name);
        return new TurnCall(call.Exception is null ? tool as KernelFunction : null, call.Arguments, call.CallId)
        {
            UnknownName = tool is null ? call.Name : null,
            Offered = options?.Tools?.OfType<KernelFunction>().Select(KernelCalls.NameOf) ?? [],
        };
    }

    private static TurnCall Read(KernelCall call, Kernel kernel)
    {
        var isKnown = kernel.Plugins.TryGetFunction(call.PluginName, call.FunctionName, out var function);
        return new TurnCall(call.Exception is null ? function : null, call.Arguments, call.Id)
        {
            UnknownName = isKnown ? null : string.IsNullOrEmpty(call.PluginName) ? call.FunctionName : $"{call.PluginName}.{call.FunctionName}",
            Offered = kernel.Plugins.SelectMany(plugin => plugin).Select(KernelCalls.NameOf),
        };
    }
}
