using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>
/// A connector with a scripted model: it runs the calls of each round as the connectors of Semantic Kernel do, and then repeats what the
/// last tool said. It is written against the public surface and serves on the stand-ins and on the real library.
/// </summary>
internal sealed class ScriptedChatCompletion(params FunctionCallContent[][] rounds) : IChatCompletionService
{
    private static readonly JsonSerializerOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyDictionary<string, object?> Attributes { get; } = new Dictionary<string, object?>();

    /// <summary>How often the model was asked.</summary>
    public int Requests { get; private set; }

    /// <summary>What the model was told in the last request: the text of the last message.</summary>
    public string? LastTold { get; private set; }

    public static FunctionCallContent Call(string name = "del", string path = "x", string id = "c1", string? plugin = "files") =>
        new(name, plugin, id, new KernelArguments { ["path"] = path });

    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default) =>
        [await AnswerAsync(chatHistory, executionSettings, kernel, isStreaming: false, cancellationToken)];

    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory,
        PromptExecutionSettings? executionSettings = null,
        Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var answer = await AnswerAsync(chatHistory, executionSettings, kernel, isStreaming: true, cancellationToken);
        yield return new StreamingChatMessageContent(answer.Role, answer.Content);
    }

    private async Task<ChatMessageContent> AnswerAsync(
        ChatHistory history, PromptExecutionSettings? settings, Kernel? kernel, bool isStreaming, CancellationToken cancellationToken)
    {
        for (var round = 0; ; round++)
        {
            var choice = settings?.FunctionChoiceBehavior?.GetConfiguration(new(history) { Kernel = kernel, RequestSequenceIndex = round });
            LastTold = history.LastOrDefault()?.Content;
            var calls = Requests < rounds.Length ? rounds[Requests] : [];
            Requests++;
            if (calls.Length == 0)
            {
                return new ChatMessageContent(AuthorRole.Assistant, $"final; tool said: {LastTold}");
            }

            var message = new ChatMessageContent(AuthorRole.Assistant, [.. calls]);
            if (kernel is null || choice is not { AutoInvoke: true })
            {
                return message;
            }

            history.Add(message);
            var batch = new ScriptedBatch(kernel, history, message, calls, choice, settings, round, isStreaming);
            if (await batch.RunAsync(cancellationToken))
            {
                return history[^1];
            }
        }
    }

    /// <summary>A result as a connector sends it to the model.</summary>
    internal static string ToText(object? result) => result switch
    {
        null => string.Empty,
        string text => text,
        ChatMessageContent message => message.ToString(),
        _ => JsonSerializer.Serialize(result, s_relaxed),
    };
}
