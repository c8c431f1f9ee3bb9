using KernelGuard.Adapters.Tests.Chat;
using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>A model's call in a guarded chat client.</summary>
public abstract class ChatSeam(bool foreign, bool streaming) : HostSeam
{
    public override async Task<string> CallAsync(
        ToolCallGuard guard, string tool, Delegate method, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        var model = new ScriptedChatClient([new FunctionCallContent("c1", tool, arguments)]);
        var builder = model.AsBuilder().UsePolicy(guard);
        using var client = (foreign ? builder.UseFunctionInvocation() : builder).Build().EnsureGuarded();
        client.GetService<FunctionInvokingChatClient>()!.MaximumConsecutiveErrorsPerRequest = 0;
        await client.AskAsync(streaming, ChatTurn.With(AIFunctionFactory.Create(method, tool)), cancellationToken);
        return Assert.Single(model.Results);
    }
}
