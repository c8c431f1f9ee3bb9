using KernelGuard;
using KernelGuard.SemanticKernel;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

/// <summary>Puts the guard into kernels.</summary>
public static class PolicyKernelExtensions
{
    /// <summary>Judges every function call of this kernel, and of clones made from now on, before it runs.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="policyPath">A policy file or folder; null means the guard in the kernel's services, else <c>policies</c> beside the application.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The same kernel.</returns>
    /// <remarks>Where kernels are transient, as with <c>services.AddKernel()</c>, call it on the services: filters added to one kernel are gone with the next.</remarks>
    public static Kernel AddPolicyFilter(this Kernel kernel, string? policyPath = null, Action<KernelPolicyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var guard = policyPath is null
            ? kernel.Services.GetService<ToolCallGuard>() ?? ToolCallGuard.Shared()
            : ToolCallGuard.Shared(policyPath);
        return kernel.AddPolicyFilter(guard, configure);
    }

    /// <summary>Judges every function call of this kernel with a given guard.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="guard">The guard.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The same kernel.</returns>
    public static Kernel AddPolicyFilter(this Kernel kernel, ToolCallGuard guard, Action<KernelPolicyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(guard);
        if (kernel.FunctionInvocationFilters.OfType<OuterPolicyFilter>().Any(filter => ReferenceEquals(filter.Policy.Guard, guard)))
        {
            return kernel;
        }

        var options = new KernelPolicyOptions();
        configure?.Invoke(options);
        var policy = new KernelPolicy(guard, options);
        kernel.FunctionInvocationFilters.Insert(0, policy.Outer);
        kernel.FunctionInvocationFilters.Add(policy.Inner);
        kernel.AutoFunctionInvocationFilters.Insert(0, policy.Auto);
        return kernel;
    }

    /// <summary>Fails where a function can be called past the guard.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <returns>The same kernel.</returns>
    /// <exception cref="InvalidOperationException">Something is not guarded; the message says what, and how to fix it.</exception>
    public static Kernel EnsureGuarded(this Kernel kernel)
    {
        var problems = kernel.FindUngoverned();
        return problems.Count == 0 ? kernel : throw new InvalidOperationException(string.Join("; ", problems));
    }

    /// <summary>Every way in which functions of the kernel can be called past the guard, and how to close it.</summary>
    /// <param name="kernel">The kernel.</param>
    public static IReadOnlyList<string> FindUngoverned(this Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return [.. KernelInspection.Inspect(kernel)];
    }
}
