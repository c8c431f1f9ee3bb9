using Microsoft.Extensions.AI;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>What a scripted model was sent.</summary>
internal sealed record ScriptedRequest(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options, IReadOnlyList<AITool> Tools)
{
    public object? LastResult => Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().LastOrDefault()?.Result;
}
