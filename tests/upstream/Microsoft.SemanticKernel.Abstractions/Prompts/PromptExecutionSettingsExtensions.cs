using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

public static class PromptExecutionSettingsExtensions
{
    public static ChatOptions? ToChatOptions(this PromptExecutionSettings? settings, Kernel? kernel)
    {
        if (settings is null)
        {
            return null;
        }

        var options = kernel is null ? new ChatOptions() : new KernelChatOptions(kernel, settings);
        options.ModelId = settings.ModelId;
        var context = new FunctionChoiceBehaviorConfigurationContext([]) { Kernel = kernel };
        if (settings.FunctionChoiceBehavior?.GetConfiguration(context) is { Functions: { } functions } choice)
        {
            options.Tools = [.. functions.Select(function => function.WithKernel(kernel))];
            options.AllowMultipleToolCalls = choice.Options.AllowParallelCalls;
            options.ToolMode = choice.Choice == FunctionChoice.Required ? ChatToolMode.RequireAny
                : choice.Choice == FunctionChoice.None ? ChatToolMode.None
                : ChatToolMode.Auto;
        }

        return options;
    }
}
