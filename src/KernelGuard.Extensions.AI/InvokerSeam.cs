using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Takes over the invoker of the library's own function-invoking client; the user's invoker runs inside.</summary>
internal static class InvokerSeam
{
    private static readonly ConditionalWeakTable<FunctionInvokingChatClient, Delegate> TakenOver = [];

    public static void TakeOver(FunctionInvokingChatClient client, FunctionSeam seam)
    {
        var users = client.FunctionInvoker ?? (static (context, token) => context.Function.InvokeAsync(context.Arguments, token));
        // So that an invoker that replaces this one still meets the guard.
        client.AdditionalTools = client.AdditionalTools?.Select(tool => tool is AIFunction function ? GuardedAIFunction.For(function, seam.Guard) : tool).ToList();
        client.FunctionInvoker = (context, token) => seam.InvokeAsync(context, users, client.AdditionalTools, token);
        TakenOver.AddOrUpdate(client, client.FunctionInvoker);
    }

    /// <summary>Whether a guard is in place.</summary>
    public static bool IsOn(FunctionInvokingChatClient client) =>
        TakenOver.TryGetValue(client, out var invoker) && ReferenceEquals(invoker, client.FunctionInvoker);

    /// <summary>Whether a guard was put in place, though it may have been replaced since.</summary>
    public static bool WasOn(FunctionInvokingChatClient client) => TakenOver.TryGetValue(client, out _);
}
