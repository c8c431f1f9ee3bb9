using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.Enforcement;

/// <summary>Replaces what policy redacts in a tool's result, before anybody gets it.</summary>
/// <remarks>
/// A result that cannot be read as JSON, or has another form than a place expects, reaches nobody: what policy wants out of it may be in there.
/// </remarks>
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
            return TryRead(outcome.Result, out var value, out var isText) && TryRedact(ref value, redactions)
                ? outcome.WithResult(isText ? CanonicalJson.ToText(value) : PlainResult.From(value))
                : Withhold(outcome);
        }
#pragma warning disable CA1031 // the tool has run: whatever its result does when it is read, the result stays withheld and the outcome is recorded
        catch (Exception)
#pragma warning restore CA1031
        {
            return Withhold(outcome);
        }
    }

    private static bool TryRedact(ref object? value, IReadOnlyList<ResultRedaction> redactions)
    {
        var fits = true;
        foreach (var redaction in redactions.Where(redaction => !redactions.Any(other => Holds(other.Path, redaction.Path))))
        {
            value = ValueEdit.Apply(
                value, redaction.Path, old => ReferenceEquals(old, ValueEdit.Removed) ? old : redaction.With, missed => fits &= ValueEdit.IsAbsent(missed));
        }

        return fits;
    }

    // What is replaced as a whole has no parts any more.
    private static bool Holds(ValuePath whole, ValuePath part) => whole.Steps.Length < part.Steps.Length && whole.Overlaps(part);

    // Tools often return JSON as text: it is read, and goes on as text. Functions of Microsoft.Extensions.AI have their text in an element.
    private static bool TryRead(object result, out object? value, out bool isText)
    {
        var text = result is JsonElement { ValueKind: JsonValueKind.String } element ? element.GetString() : result as string;
        isText = text is not null;
        if (text is null)
        {
            value = FrozenObject.FreezeOutput(result);
        }
        else if (!JsonText.TryRead(text, out value))
        {
            return false;
        }

        return value is FrozenObject or FrozenList && !OpaqueValue.IsIn(value);
    }

    private static ToolCallOutcome Withhold(ToolCallOutcome outcome) => outcome.Withheld(RefusalWriter.Write(
        outcome.Decision,
        DecisionStatus.GuardError,
        GuardCodes.ResultWithheld,
        "The tool ran. What it returned is withheld: policy hides a part of it, and it could not be read.",
        Retry.Never));
}
