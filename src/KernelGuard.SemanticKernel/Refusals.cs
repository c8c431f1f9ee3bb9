using KernelGuard.Enforcement;
using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>Refusals as results of kernel functions: never null, which Semantic Kernel tells the model as success.</summary>
internal static class Refusals
{
    private const string UngovernedJson =
        """{"status":"guard_error","executed":null,"code":"ungoverned_execution","message":"This call was not judged, so its result is withheld. It may have run.","retry":"never"}""";

    public static FunctionResult ToResult(ToolCallRefusal refusal, KernelFunction function, Kernel kernel) =>
        new(function, new RefusalContent(refusal.ToJson(), () => new ToolCallRefusedException(refusal)), kernel.Culture);

    public static FunctionResult Ungoverned(KernelFunction function, Kernel kernel) =>
        new(function, new RefusalContent(UngovernedJson, () => new InvalidOperationException(UngovernedJson)), kernel.Culture);

    /// <summary>The same result, a refusal as text: what goes to a model is text on every path.</summary>
    public static FunctionResult ForModel(FunctionResult result) =>
        result.GetValue<object>() is RefusalContent refusal ? new FunctionResult(result, refusal.ToString()) : result;

    /// <summary>The value of a result, a refusal as the text that models are told.</summary>
    public static object? ValueOf(FunctionResult result) => result.GetValue<object>() switch
    {
        RefusalContent refusal => refusal.ToString(),
        var value => value,
    };

    public static GuardAlarm UngovernedAlarm(KernelFunction function) => new(
        GuardAlarm.UngovernedExecution,
        "the kernel's filters were changed during the call, so that none of the guard's judged it: its result was withheld, but it may have run")
    {
        Tool = KernelCalls.NameOf(function),
    };
}
