using Microsoft.Extensions.AI;

namespace KernelGuard.Adapters.Tests.Fakes;

/// <summary>What a scripted model was sent.</summary>
internal sealed record ScriptedRequest(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options, IReadOnlyList<AITool> Tools)
{
    public IEnumerable<object?> Results => Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.Result);
}
