using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.Enforcement;

/// <summary>Replaces what policy redacts in a tool's result, before anybody gets it.</summary>
/// <remarks>A result that cannot be read as JSON reaches nobody: what policy wants out of it may be in there.</remarks>
internal static class ResultRedactor
{
    /// <summary>The outcome with the result that may be seen.</summary>
    public static ToolCallOutcome Apply(ToolCallOutcome outcome)
    {
        var redactions = outcome.Decision.ResultRedactions;
        if (redactions.Count == 0 || !outcome.Executed || outcome.Result is null)
        {
            return outcome;
        }

        if (redactions.FirstOrDefault(redaction => redaction.Path.Steps.IsEmpty) is { } whole)
        {
            return outcome.WithResult(whole.With);
        }

        try
        {
            return TryRead(outcome.Result, out var value, out var isText) ? outcome.WithResult(Redact(value, redactions, isText)) : Withhold(outcome);
        }
#pragma warning disable CA1031 // the tool has run: whatever its result does when it is read, the result stays withheld and the outcome is recorded
        catch (Exception)
#pragma warning restore CA1031
        {
            return Withhold(outcome);
        }
    }

    private static object? Redact(object? value, IReadOnlyList<ResultRedaction> redactions, bool isText)
    {
        foreach (var redaction in redactions)
        {
            value = ValueEdit.Apply(value, redaction.Path, old => ReferenceEquals(old, ValueEdit.Removed) ? old : redaction.With);
        }

        return isText ? CanonicalJson.ToText(value) : PlainResult.From(value);
    }

    // Tools often return JSON as text: it is read, and goes on as text. Functions of Microsoft.Extensions.AI have their text in an element.
    private static bool TryRead(object result, out object? value, out bool isText)
    {
        var text = result is JsonElement { ValueKind: JsonValueKind.String } element ? element.GetString() : result as string;
        isText = text is not null;
        value = FrozenObject.FreezeOutput(text is null ? result : JsonElement.Parse(text));
        return value is FrozenObject or FrozenList && !OpaqueValue.IsIn(value);
    }

    private static ToolCallOutcome Withhold(ToolCallOutcome outcome) => outcome.Withheld(RefusalWriter.Write(
        outcome.Decision,
        DecisionStatus.GuardError,
        GuardCodes.ResultWithheld,
        "The tool ran. What it returned is withheld: policy hides a part of it, and it could not be read.",
        Retry.Never));
}
