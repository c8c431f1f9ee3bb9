using KernelGuard;
using KernelGuard.Extensions.AI;

namespace Microsoft.Extensions.AI;

/// <summary>Checks that a finished chat client is guarded.</summary>
public static class GuardedChatClientExtensions
{
    /// <summary>Fails where something runs tools outside the guard.</summary>
    /// <param name="chatClient">The finished client, as the application uses it.</param>
    /// <returns>The same client.</returns>
    /// <exception cref="InvalidOperationException">The client, or a part of it, is not guarded; the message says how to fix it.</exception>
    public static IChatClient EnsureGuarded(this IChatClient chatClient)
    {
        ArgumentNullException.ThrowIfNull(chatClient);
        return chatClient.FindUngoverned() is { } problem ? throw new InvalidOperationException(problem) : chatClient;
    }

    /// <summary>What of a finished client runs tools outside the guard, and how to fix it; null where nothing does.</summary>
    /// <param name="chatClient">The finished client.</param>
    public static string? FindUngoverned(this IChatClient chatClient)
    {
        ArgumentNullException.ThrowIfNull(chatClient);
        if (chatClient.GetService<PolicyChatClient>() is not { } policy)
        {
            return "the chat client has no guard: add `UsePolicy()` to its builder, first of all";
        }

        return chatClient.GetService<FunctionInvokingChatClient>() switch
        {
            PolicyFunctionInvokingChatClient own => FindAmbiguous(own, policy.Guard),
            { } invoking when InvokerSeam.IsOn(invoking) => FindAmbiguous(invoking, policy.Guard),
            { } invoking when InvokerSeam.WasOn(invoking) =>
                "the `FunctionInvoker` of the function-invoking client was replaced after the guard took it over: set it before `UsePolicy()` is built",
            _ => "a function-invoking client sits outside the guard and may run approved calls before it: move `UsePolicy()` before `UseFunctionInvocation()`",
        };
    }

    private static string? FindAmbiguous(FunctionInvokingChatClient loop, ToolCallGuard guard)
    {
        var tools = loop.AdditionalTools ?? [];
        return tools.FirstOrDefault(tool => ToolNames.IsAmbiguous(tool, tools, guard)) is { } ambiguous
            ? $"more than one of the loop's additional tools answers to `{ambiguous.Name}`: give them different names"
            : null;
    }
}
