using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>
/// One call of a kernel function in progress: lets the outer filter know that an inner one judged, and template calls be told from others.
/// It grants nothing: a call is let through by its judged arguments alone.
/// </summary>
internal sealed class CallFrame(KernelFunction function, bool isBody)
{
    private static readonly AsyncLocal<CallFrame?> Innermost = new();
    private volatile bool _judged;

    public bool IsJudged => _judged;

    /// <summary>Whether the code that calls now is a prompt's template.</summary>
    public static bool IsInTemplate(KernelFunction called)
    {
        var frame = Innermost.Value;
        return frame is { IsBody: true } ? frame.IsPrompt : frame is { Outside: { } outside } && frame.IsOf(called) && outside.IsPrompt;
    }

    private bool IsBody => isBody;

    private bool IsPrompt => isBody && KernelCalls.IsPrompt(function);

    private CallFrame? Outside { get; init; }

    /// <summary>Notes that a call began; lasts until the caller's asynchronous method returns.</summary>
    public static CallFrame Begin(KernelFunction function) => Push(function, isBody: false);

    /// <summary>Notes that a function's body is entered.</summary>
    public static void EnterBody(KernelFunction function) => Push(function, isBody: true);

    /// <summary>Notes that the call in progress was judged.</summary>
    public static void MarkJudged(KernelFunction function)
    {
        if (Innermost.Value is { } frame && frame.IsOf(function))
        {
            frame._judged = true;
        }
    }

    private static CallFrame Push(KernelFunction function, bool isBody) =>
        Innermost.Value = new CallFrame(function, isBody) { Outside = Innermost.Value is { IsBody: true } body ? body : null };

    private bool IsOf(KernelFunction other) => !isBody && ReferenceEquals(function, other);
}
