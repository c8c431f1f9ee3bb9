using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel.ChatCompletion;

/// <summary>Messages of the one library as messages of the other.</summary>
internal static class ChatMessages
{
    public static ChatMessage ToChatMessage(this ChatMessageContent message) =>
        new(new ChatRole(message.Role.Label), [.. message.Items.Select(ToContent).OfType<AIContent>()]) { AuthorName = message.AuthorName, RawRepresentation = message };

    public static ChatMessageContent ToChatMessageContent(this ChatMessage message)
    {
        var items = new ChatMessageContentItemCollection();
        foreach (var item in message.Contents.Select(ToItem).OfType<KernelContent>())
        {
            items.Add(item);
        }

        return new ChatMessageContent(new AuthorRole(message.Role.Value), items, innerContent: message.RawRepresentation) { AuthorName = message.AuthorName };
    }

    public static StreamingChatMessageContent ToStreamingChatMessageContent(this ChatResponseUpdate update) =>
        new(update.Role is { } role ? new AuthorRole(role.Value) : null, content: null, innerContent: update, modelId: update.ModelId)
        {
            AuthorName = update.AuthorName,
            Items = [.. update.Contents.OfType<Microsoft.Extensions.AI.TextContent>().Select(text => new StreamingTextContent(text.Text))],
        };

    private static AIContent? ToContent(KernelContent item) => item switch
    {
        TextContent text => new Microsoft.Extensions.AI.TextContent(text.Text),
        FunctionCallContent call => new Microsoft.Extensions.AI.FunctionCallContent(call.Id ?? string.Empty, FullName(call), call.Arguments),
        FunctionResultContent result => new Microsoft.Extensions.AI.FunctionResultContent(result.CallId ?? string.Empty, result.Result),
        _ => null,
    };

    private static KernelContent? ToItem(AIContent content) => content switch
    {
        Microsoft.Extensions.AI.TextContent text => new TextContent(text.Text),
        Microsoft.Extensions.AI.FunctionCallContent call => new FunctionCallContent(
            call.Name, pluginName: null, call.CallId, call.Arguments is null ? null : new KernelArguments(call.Arguments)) { Exception = call.Exception },
        Microsoft.Extensions.AI.FunctionResultContent result => new FunctionResultContent(callId: result.CallId, result: result.Result),
        _ => null,
    };

    private static string FullName(FunctionCallContent call) =>
        string.IsNullOrEmpty(call.PluginName) ? call.FunctionName : $"{call.PluginName}_{call.FunctionName}";
}
