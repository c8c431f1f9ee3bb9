using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

internal sealed class KernelFunctionFromPrompt(IPromptTemplate template, PromptTemplateConfig config, string? pluginName)
    : KernelFunction(
        new KernelFunctionMetadata(config.Name ?? $"func{Guid.NewGuid():N}") { PluginName = pluginName, Description = config.Description ?? string.Empty },
        config.ExecutionSettings)
{
    public override KernelFunction Clone(string? pluginName = null)
    {
        config.Name ??= Name;
        return new KernelFunctionFromPrompt(template, config, pluginName);
    }

    protected override async ValueTask<FunctionResult> InvokeCoreAsync(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken)
    {
        var prompt = await RenderAsync(kernel, arguments, isStreaming: false, cancellationToken);
        if (prompt.Result is not null)
        {
            return prompt.Result;
        }

        object answer = kernel.Services.GetService<IChatCompletionService>() is { } service
            ? await service.GetChatMessageContentAsync(prompt.Text, prompt.Settings, kernel, cancellationToken)
            : await ChatClient(kernel).GetResponseAsync(new ChatMessage(ChatRole.User, prompt.Text), prompt.Settings.ToChatOptions(kernel), cancellationToken);
        return new FunctionResult(this, answer, kernel.Culture) { RenderedPrompt = prompt.Text };
    }

    // A result that a prompt filter sets is of no use here: the model is asked all the same.
    protected override async IAsyncEnumerable<TResult> InvokeStreamingCoreAsync<TResult>(
        Kernel kernel, KernelArguments arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prompt = await RenderAsync(kernel, arguments, isStreaming: true, cancellationToken);
        var service = kernel.Services.GetService<IChatCompletionService>() ?? ChatClient(kernel).AsChatCompletionService();
        var history = new ChatHistory(prompt.Text, AuthorRole.User);
        await foreach (var content in service.GetStreamingChatMessageContentsAsync(history, prompt.Settings, kernel, cancellationToken))
        {
            yield return content is TResult typed ? typed
                : typeof(TResult) == typeof(string) ? (TResult)(object)content.ToString()
                : throw new NotSupportedException($"Streaming function {Name} does not support type {typeof(TResult)}");
        }
    }

    private async Task<RenderedPrompt> RenderAsync(Kernel kernel, KernelArguments arguments, bool isStreaming, CancellationToken cancellationToken)
    {
        var settings = (arguments.ExecutionSettings ?? ExecutionSettings)?.Values.FirstOrDefault();
        var text = string.Empty;
        var context = new PromptRenderContext(kernel, this, arguments)
        {
            ExecutionSettings = settings,
            IsStreaming = isStreaming,
            CancellationToken = cancellationToken,
        };
        await FilterPipeline.RunAsync(kernel, context, async c =>
        {
            text = await template.RenderAsync(kernel, c.Arguments, cancellationToken);
            c.RenderedPrompt = text;
        });
        // A change of letter case only is not taken for a change.
        var changed = !string.IsNullOrWhiteSpace(context.RenderedPrompt) && !string.Equals(context.RenderedPrompt, text, StringComparison.OrdinalIgnoreCase);
        return new RenderedPrompt(changed ? context.RenderedPrompt! : text, settings, context.Result);
    }

    private static IChatClient ChatClient(Kernel kernel)
    {
        var client = kernel.GetRequiredService<IChatClient>();
        _ = client.AsChatCompletionService(); // refuses a client that says nothing about itself
        return client;
    }

    private sealed record RenderedPrompt(string Text, PromptExecutionSettings? Settings, FunctionResult? Result);
}
