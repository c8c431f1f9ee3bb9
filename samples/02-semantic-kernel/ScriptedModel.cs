using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace SemanticKernelSample;

/// <summary>Stands in for a model: it knows no policy, asks for whatever the customer wants, and goes by what a refusal says.</summary>
internal sealed partial class ScriptedModel(TextWriter output) : IChatClient
{
    private int _calls;

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var last = messages.Last();
        var answer = last.Contents.OfType<FunctionResultContent>().LastOrDefault() is { } result
            ? React(result.Result?.ToString() ?? "", messages)
            : Call("Refunds_Issue", new() { ["orderId"] = Order().Match(last.Text).Value, ["amount"] = Amount().Match(last.Text).Value, ["currency"] = "USD" });
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [answer])));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("script") : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private AIContent React(string result, IEnumerable<ChatMessage> messages)
    {
        if (!result.StartsWith('{'))
        {
            return new TextContent("Done, and thank you for your patience.");
        }

        var refusal = JsonSerializer.Deserialize<JsonElement>(result);
        output.WriteLine($"refusal    {refusal.GetProperty("status")}, {refusal.GetProperty("code")}: {refusal.GetProperty("message")}");
        var question = messages.First(message => message.Role == ChatRole.User).Text;
        return refusal.TryGetProperty("alternatives", out _)
            ? Call("Tickets_Escalate", new() { ["orderId"] = Order().Match(question).Value, ["reason"] = refusal.GetProperty("code").GetString() })
            : new TextContent("A colleague has to agree to this first.");
    }

    private FunctionCallContent Call(string tool, Dictionary<string, object?> arguments)
    {
        output.WriteLine($"agent      calls {tool} {string.Join(' ', arguments.Values)}");
        return new FunctionCallContent($"call-{++_calls}", tool, arguments);
    }

    [GeneratedRegex("A-[0-9]+")]
    private static partial Regex Order();

    [GeneratedRegex("[0-9]+(?= USD)")]
    private static partial Regex Amount();
}
