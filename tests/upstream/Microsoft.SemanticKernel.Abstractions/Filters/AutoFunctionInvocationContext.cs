using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

/// <summary>One call that the model asked for, whether a connector or the kernel's own chat client runs it.</summary>
public class AutoFunctionInvocationContext : Microsoft.Extensions.AI.FunctionInvocationContext
{
    public AutoFunctionInvocationContext(
        Kernel kernel, KernelFunction function, FunctionResult result, ChatHistory chatHistory, ChatMessageContent chatMessageContent)
        : this(new KernelChatOptions(kernel, settings: null), function, result, chatHistory, chatMessageContent)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(chatHistory);
        Messages = [.. chatHistory.Select(message => message.ToChatMessage())];
    }

    internal AutoFunctionInvocationContext(
        KernelChatOptions options, AIFunction function, FunctionResult result, ChatHistory chatHistory, ChatMessageContent chatMessageContent)
    {
        Options = options;
        ExecutionSettings = options.Settings;
        base.Function = function;
        Result = result;
        ChatHistory = chatHistory;
        ChatMessageContent = chatMessageContent;
    }

    public CancellationToken CancellationToken { get; init; }

    public new KernelArguments? Arguments
    {
        get => base.Arguments as KernelArguments ?? throw new InvalidOperationException("The arguments must be of type KernelArguments.");
        init => base.Arguments = value ?? [];
    }

    public int RequestSequenceIndex
    {
        get => Iteration;
        init => Iteration = value;
    }

    public int FunctionSequenceIndex
    {
        get => FunctionCallIndex;
        init => FunctionCallIndex = value;
    }

    public string? ToolCallId
    {
        get => CallContent.CallId;
        init => CallContent = new Microsoft.Extensions.AI.FunctionCallContent(value ?? string.Empty, CallContent.Name, CallContent.Arguments);
    }

    public ChatMessageContent ChatMessageContent { get; }

    public PromptExecutionSettings? ExecutionSettings { get; init; }

    public ChatHistory ChatHistory { get; }

    public new KernelFunction Function =>
        base.Function as KernelFunction ?? throw new InvalidOperationException("The function must be of type KernelFunction.");

    public Kernel Kernel => ((KernelChatOptions)Options!).Kernel!;

    public FunctionResult Result { get; set; }
}
