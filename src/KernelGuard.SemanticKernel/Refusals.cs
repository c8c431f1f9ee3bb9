using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>Refusals as results of kernel functions: never null, which Semantic Kernel tells the model as success.</summary>
internal static class Refusals
{
    private const string UngovernedJson =
        """{"status":"guard_error","executed":null,"code":"ungoverned_execution","message":"This call was not judged, so its result is withheld. It may have run.","retry":"never"}""";

    public static FunctionResult ToResult(string json, KernelFunction function, Kernel kernel, bool isStreaming) =>
        new(function, isStreaming ? new RefusalStream(json) : json, kernel.Culture);

    public static FunctionResult Ungoverned(KernelFunction function, Kernel kernel, bool isStreaming) =>
        ToResult(UngovernedJson, function, kernel, isStreaming);

    public static GuardAlarm UngovernedAlarm(KernelFunction function) => new(
        GuardAlarm.UngovernedExecution,
        "the kernel's filters were changed during the call, so that none of the guard's judged it: its result was withheld, but it may have run")
    {
        Tool = KernelCalls.NameOf(function),
    };
}
