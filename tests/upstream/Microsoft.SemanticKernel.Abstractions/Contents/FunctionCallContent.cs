namespace Microsoft.SemanticKernel;

public sealed class FunctionCallContent(string functionName, string? pluginName = null, string? id = null, KernelArguments? arguments = null) : KernelContent
{
    public string? Id { get; } = id;

    public string? PluginName { get; } = pluginName;

    public string FunctionName { get; } = functionName ?? throw new ArgumentNullException(nameof(functionName));

    public KernelArguments? Arguments { get; } = arguments;

    public Exception? Exception { get; init; }

    public static IEnumerable<FunctionCallContent> GetFunctionCalls(ChatMessageContent messageContent)
    {
        ArgumentNullException.ThrowIfNull(messageContent);
        return messageContent.Items.OfType<FunctionCallContent>();
    }

    public async Task<FunctionResultContent> InvokeAsync(Kernel kernel, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (Exception is not null)
        {
            throw Exception;
        }

        if (!kernel.Plugins.TryGetFunction(PluginName, FunctionName, out var function))
        {
            throw new KeyNotFoundException(KernelPluginExtensions.NotFound(PluginName, FunctionName));
        }

        return new FunctionResultContent(this, await function.InvokeAsync(kernel, Arguments, cancellationToken));
    }
}
