using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

public sealed class FunctionChoiceBehaviorConfigurationContext(ChatHistory chatHistory)
{
    public ChatHistory ChatHistory { get; } = chatHistory;

    public Kernel? Kernel { get; init; }

    public int RequestSequenceIndex { get; init; }
}
