using KernelGuard;
using KernelGuard.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace Microsoft.Extensions.AI;

/// <summary>Puts the guard around Semantic Kernel's function-invoking client.</summary>
public static class PolicyKernelChatClientExtensions
{
    /// <summary>Judges the calls that Semantic Kernel's client makes past the filters of a kernel: those of tools in ordinary <see cref="ChatOptions"/>.</summary>
    /// <param name="builder">The builder; <c>UseKernelFunctionInvocation()</c> comes after.</param>
    /// <param name="policyPath">A policy file or folder; null means the guard in the services, else <c>policies</c> beside the application.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Options that a kernel made are left to the filters of that kernel: call <see cref="PolicyKernelExtensions.AddPolicyFilter(Kernel, string?, Action{KernelGuard.SemanticKernel.KernelPolicyOptions}?)"/> on it as well.</remarks>
    public static ChatClientBuilder UseKernelPolicy(this ChatClientBuilder builder, string? policyPath = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use((inner, services) => new PolicyChatClient(
            inner, policyPath is null ? services.GetService<ToolCallGuard>() ?? ToolCallGuard.Shared() : ToolCallGuard.Shared(policyPath)));
    }

    /// <summary>Judges the calls that Semantic Kernel's client makes past the filters of a kernel, with a given guard.</summary>
    /// <param name="builder">The builder; <c>UseKernelFunctionInvocation()</c> comes after.</param>
    /// <param name="guard">The guard.</param>
    /// <returns>The builder.</returns>
    public static ChatClientBuilder UseKernelPolicy(this ChatClientBuilder builder, ToolCallGuard guard)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(guard);
        return builder.Use(inner => new PolicyChatClient(inner, guard));
    }
}
