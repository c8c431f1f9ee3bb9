using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Chat;

/// <summary>Asks a client, streaming or not.</summary>
internal static class ChatTurn
{
    public static Task<IReadOnlyList<AIContent>> AskAsync(this IChatClient client, bool streaming, ChatOptions? options, params ChatMessage[] messages) =>
        client.AskAsync(streaming, options, TestContext.Current.CancellationToken, messages);

    public static async Task<IReadOnlyList<AIContent>> AskAsync(
        this IChatClient client, bool streaming, ChatOptions? options, CancellationToken token, params ChatMessage[] messages)
    {
        ChatMessage[] history = messages.Length == 0 ? [new(ChatRole.User, "go")] : messages;
        if (!streaming)
        {
            return [.. (await client.GetResponseAsync(history, options, token)).Messages.SelectMany(message => message.Contents)];
        }

        var contents = new List<AIContent>();
        await foreach (var update in client.GetStreamingResponseAsync(history, options, token))
        {
            contents.AddRange(update.Contents);
        }

        return contents;
    }

    public static ChatOptions With(params AITool[] tools) => new() { Tools = [.. tools] };

    public static IChatClient Guarded(this ScriptedChatClient model, GuardFixture fixture, bool foreign = false, Action<FunctionInvokingChatClient>? configure = null)
    {
        var builder = model.AsBuilder().UsePolicy(fixture.Guard);
        if (foreign)
        {
            return builder.UseFunctionInvocation(configure: configure).Build();
        }

        var client = builder.Build();
        configure?.Invoke(client.GetService<FunctionInvokingChatClient>()!);
        return client;
    }
}
