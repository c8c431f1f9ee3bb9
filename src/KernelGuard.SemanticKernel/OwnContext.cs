using System.Runtime.CompilerServices;
using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>
/// Makes a filter context that nobody else holds, so that the function gets the judged arguments whatever happens to the caller's meanwhile.
/// The constructor is internal to Semantic Kernel: whether it is there is found out once.
/// </summary>
internal static class OwnContext
{
    /// <summary>Whether a context can be made with this version of Semantic Kernel.</summary>
    public static bool IsAvailable { get; } = Probe();

    public static FunctionInvocationContext Create(FunctionInvocationContext context, KernelArguments arguments)
    {
        var own = New(context.Kernel, context.Function, arguments, context.Result);
        SetCancellationToken(own, context.CancellationToken);
        SetIsStreaming(own, context.IsStreaming);
        return own;
    }

    private static bool Probe()
    {
        try
        {
            New(null!, null!, null!, null!);
            return true;
        }
        catch (MissingMethodException)
        {
            return false;
        }
        catch (ArgumentNullException)
        {
            return true;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern FunctionInvocationContext New(Kernel kernel, KernelFunction function, KernelArguments arguments, FunctionResult result);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_CancellationToken")]
    private static extern void SetCancellationToken(FunctionInvocationContext context, CancellationToken value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_IsStreaming")]
    private static extern void SetIsStreaming(FunctionInvocationContext context, bool value);
}
