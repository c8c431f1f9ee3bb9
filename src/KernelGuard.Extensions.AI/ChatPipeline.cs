using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KernelGuard.Extensions.AI;

/// <summary>Finds out what runs tools further inside, and puts the guard's parts where they belong.</summary>
internal static class ChatPipeline
{
    private const string KernelClientName = "KernelFunctionInvokingChatClient";

    public static IChatClient Build(IChatClient inner, ToolCallGuard guard, Action<ChatPolicyOptions>? configure, IServiceProvider services)
    {
        var options = new ChatPolicyOptions();
        configure?.Invoke(options);
        var invoking = InvokingClients(inner).ToList();
        foreach (var client in invoking)
        {
            Check(client);
        }

        foreach (var client in invoking)
        {
            InvokerSeam.TakeOver(client, new FunctionSeam(guard, options));
        }

        IChatClient runner = invoking.Count > 0
            ? new LoopChatClient(new ProviderChatClient(inner, guard, options) { ChecksResponses = false }, guard, invoking)
            : Own(inner, guard, options, services);
        var loop = runner.GetService<FunctionInvokingChatClient>();
        return new PolicyChatClient(runner, guard, options) { AdditionalTools = () => loop?.AdditionalTools };
    }

    private static PolicyFunctionInvokingChatClient Own(IChatClient inner, ToolCallGuard guard, ChatPolicyOptions options, IServiceProvider services)
    {
        var provider = new ProviderChatClient(inner, guard, options);
        var responses = new ResponseChatClient(provider, guard);
        return new PolicyFunctionInvokingChatClient(responses, new FunctionSeam(guard, options), services.GetService<ILoggerFactory>(), services);
    }

    // A client answers for the outermost of its kind only, so each one is asked for what is inside it.
    private static IEnumerable<FunctionInvokingChatClient> InvokingClients(IChatClient client)
    {
        var next = client;
        while (next.GetService<FunctionInvokingChatClient>() is { } found)
        {
            yield return found;
            next = InnerOf(found);
        }
    }

    private static void Check(FunctionInvokingChatClient client)
    {
        if (client is PolicyFunctionInvokingChatClient || InvokerSeam.IsOn(client))
        {
            throw new InvalidOperationException("a guard sits further inside already: call `UsePolicy()` once");
        }

        if (client.GetType().Name == KernelClientName)
        {
            throw new InvalidOperationException(
                "Semantic Kernel runs the functions of this client and ignores what is put around it: use `AddPolicyFilter()` on its kernel instead of `UsePolicy()`");
        }

        if (client.GetType() != typeof(FunctionInvokingChatClient))
        {
            throw new InvalidOperationException(
                $"`{client.GetType().FullName}` further inside runs functions its own way, so the guard cannot be put into it: "
                + "remove it, or hand it guarded functions (`GuardedAIFunction`)");
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_InnerClient")]
    private static extern IChatClient InnerOf(DelegatingChatClient client);
}
