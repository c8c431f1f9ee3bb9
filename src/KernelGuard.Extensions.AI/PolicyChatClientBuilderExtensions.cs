using KernelGuard;
using KernelGuard.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.AI;

/// <summary>Puts the guard into chat clients.</summary>
public static class PolicyChatClientBuilderExtensions
{
    /// <summary>Judges every tool call of the client by policy before it runs, and runs tools itself where nothing further inside does.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="policyPath">A policy file or folder; null means the guard in the services, else <c>policies</c> beside the application.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Put it outside of everything that runs tools: before <c>UseFunctionInvocation()</c>, or instead of it. Check the finished client with
    /// <see cref="GuardedChatClientExtensions.EnsureGuarded(IChatClient)"/>: a function-invoking client further outside cannot be seen here.
    /// </remarks>
    public static ChatClientBuilder UsePolicy(this ChatClientBuilder builder, string? policyPath = null, Action<ChatPolicyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) => ChatPipeline.Build(
            inner, policyPath is null ? services.GetService<ToolCallGuard>() ?? ToolCallGuard.Shared() : ToolCallGuard.Shared(policyPath), configure, services));
    }

    /// <summary>Judges every tool call of the client with a given guard.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="guard">The guard.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The builder.</returns>
    public static ChatClientBuilder UsePolicy(this ChatClientBuilder builder, ToolCallGuard guard, Action<ChatPolicyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(guard);
        return builder.Use((inner, services) => ChatPipeline.Build(inner, guard, configure, services));
    }
}
