using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;

namespace KernelGuard.Tools.Schemas;

/// <summary>Reads text as what the schema declares, in JSON's own grammar: numbers, <c>true</c> and <c>false</c>, lists and objects. Nothing else becomes anything else.</summary>
internal static class TextCoercion
{
    /// <summary>Reads text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="types">What the schema takes; not text.</param>
    /// <param name="progress">What is used up; receives the problem.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="depth">The depth at which the value stands.</param>
    /// <param name="value">The value.</param>
    public static bool TryCoerce(string text, JsonTypes types, FreezeProgress progress, CallLimits limits, int depth, out object? value)
    {
        value = null;
        if ((types & JsonTypes.Boolean) != 0 && text is "true" or "false")
        {
            value = text == "true";
            return true;
        }

        if ((types & JsonTypes.Number) != 0 && JsonNumber.TryConvert(text, out value) is var problem and not CallProblemKind.InvalidArgument)
        {
            return problem is null || progress.Trace.Fail(
                CallProblemKind.NumberOutOfRange, $"cannot be held exactly ({QuotedText.Quote(text)}): send a number within ±9007199254740991");
        }

        var couldBeStructured = (types & JsonTypes.List) != 0 && text.StartsWith('[') || (types & JsonTypes.Object) != 0 && text.StartsWith('{');
        return couldBeStructured
            ? TryParse(text, progress, limits, depth, out value)
            : progress.Trace.Fail(CallProblemKind.InvalidArgument, $"is the text {QuotedText.Quote(text)}: send {types.ToNames()}");
    }

    private static bool TryParse(string text, FreezeProgress progress, CallLimits limits, int depth, out object? value) =>
        JsonArgumentsReader.TryRead(text, progress, limits, depth, out value)
        || (progress.Trace.Kind == CallProblemKind.MalformedArguments
            && progress.Trace.Fail(CallProblemKind.InvalidArgument, $"is text that is no JSON ({QuotedText.Quote(text)}): send the value itself"));
}
