using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>The function-invoking client that the guard brings along.</summary>
public class ChatClientSeamTests : SeamContract
{
    private protected override async Task<string> CallAsync(ToolCallGuard guard, ShopTools tools, ContractCase call)
    {
        var model = new ScriptedChatClient([new FunctionCallContent("c1", call.Tool, call.Arguments())]);
        using var client = Build(model.AsBuilder(), guard).Build();

        await AskAsync(client.EnsureGuarded(), new ChatOptions { Tools = [.. tools.Functions()] });

        return Assert.Single(model.Results);
    }

    private protected virtual ChatClientBuilder Build(ChatClientBuilder builder, ToolCallGuard guard) => builder.UsePolicy(guard);

    private protected virtual async Task AskAsync(IChatClient client, ChatOptions options) =>
        await client.GetResponseAsync("go", options, TestContext.Current.CancellationToken);
}
