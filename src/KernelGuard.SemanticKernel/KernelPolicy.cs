using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>The guard as it sits in kernels: what its three filters share. Thread-safe.</summary>
internal sealed class KernelPolicy
{
    public KernelPolicy(ToolCallGuard guard, KernelPolicyOptions options)
    {
        Guard = guard;
        Options = options;
        Outer = new OuterPolicyFilter(this);
        Inner = new InnerPolicyFilter(this);
        Auto = new AutoPolicyFilter(this);
    }

    public ToolCallGuard Guard { get; }

    public KernelPolicyOptions Options { get; }

    public OuterPolicyFilter Outer { get; }

    public InnerPolicyFilter Inner { get; }

    public AutoPolicyFilter Auto { get; }

    /// <summary>Whether the filters of a call could still reach one of ours: the last one is.</summary>
    public bool IsInnermost(Kernel kernel)
    {
        var filters = kernel.FunctionInvocationFilters;
        var count = filters.Count;
        return count > 0 && filters[count - 1] is InnerPolicyFilter inner && ReferenceEquals(inner.Policy.Guard, Guard);
    }

    /// <summary>Appends an inner filter where the last one is not ours. Nothing is removed or moved: that would shift calls that are running.</summary>
    public async ValueTask EnsureInnermostAsync(Kernel kernel)
    {
        if (IsInnermost(kernel))
        {
            return;
        }

        lock (kernel.FunctionInvocationFilters)
        {
            if (IsInnermost(kernel))
            {
                return;
            }

            kernel.FunctionInvocationFilters.Add(new InnerPolicyFilter(this));
        }

        await Guard.AlarmAsync(new GuardAlarm(
            GuardAlarm.SeamDisplaced,
            "the last function filter of the kernel was not the guard's, so another one was appended: add the guard after all other filters, and clear no lists"));
    }
}
