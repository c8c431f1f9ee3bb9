using System.Runtime.CompilerServices;
using KernelGuard.Extensions.AI;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>
/// Sees the <see cref="AIFunction"/> inside a kernel function that <c>AsKernelFunction()</c> made: the kernel function itself shows nothing of it.
/// Its type is internal to Semantic Kernel; where it has changed, nothing is seen.
/// </summary>
internal static class WrappedFunction
{
    private const string WrapperName = "Microsoft.SemanticKernel.ChatCompletion.AIFunctionKernelFunction";

    /// <summary>The function inside, or null.</summary>
    public static AIFunction? Of(KernelFunction function)
    {
        if (function.GetType().FullName != WrapperName)
        {
            return null;
        }

        try
        {
            return InnerOf(function);
        }
        catch (MissingFieldException)
        {
            return null;
        }
    }

    /// <summary>Whether the function inside is guarded by the same guard, so that it is to take the judgement over.</summary>
    public static bool IsGuardedBy(ToolCallGuard guard, KernelFunction function) =>
        Of(function)?.GetService<GuardedAIFunction>() is { } guarded && ReferenceEquals(guarded.Guard, guard);

    /// <summary>Whether the function inside is marked as one to which a person has to agree: Semantic Kernel itself forgets that.</summary>
    public static bool IsMarked(KernelFunction function) => Of(function)?.GetService<ApprovalRequiredAIFunction>() is not null;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_aiFunction")]
    private static extern ref AIFunction InnerOf([UnsafeAccessorType(WrapperName + ", Microsoft.SemanticKernel.Abstractions")] object function);
}
