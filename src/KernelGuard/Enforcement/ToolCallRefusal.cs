using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Decisions;

namespace KernelGuard.Enforcement;

/// <summary>What a model, or any caller, is told about a call that did not run. It holds what the rule discloses and nothing more.</summary>
public sealed class ToolCallRefusal
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal ToolCallRefusal(DecisionId decisionId, DecisionStatus status, string code, string message)
    {
        DecisionId = decisionId;
        Status = status;
        Code = code;
        Message = message;
    }

    /// <summary>The id of the decision.</summary>
    public DecisionId DecisionId { get; }

    /// <summary>In which way the call was refused.</summary>
    public DecisionStatus Status { get; }

    /// <summary>A stable code.</summary>
    public string Code { get; }

    /// <summary>Why, in words.</summary>
    public string Message { get; }

    /// <summary>Whether it is any use to try again.</summary>
    public Retry Retry { get; init; }

    /// <summary>After how many seconds the identical call may pass; null where time changes nothing.</summary>
    public long? RetryAfterSeconds { get; init; }

    /// <summary>Whether the tool ran all the same and only its result is kept back.</summary>
    public bool Executed { get; init; }

    /// <summary>What arguments would have to be for the call to pass, with the others as they are; empty where that is not known.</summary>
    public IReadOnlyList<ArgumentBounds> Allowed { get; init; } = [];

    /// <summary>Other tools to try.</summary>
    public IReadOnlyList<Alternative> Alternatives { get; init; } = [];

    /// <summary>What to do next, or null.</summary>
    public string? NextStep { get; init; }

    /// <summary>The ticket that waits for a person, or null.</summary>
    public string? TicketId { get; init; }

    /// <summary>1 for a first call; higher where the identical call was refused before.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The refusal as one JSON object: never null, and it says whether anything ran.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <inheritdoc/>
    public override string ToString() => ToJson();

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("status", Status.ToName());
        json.WriteBoolean("executed", Executed);
        json.WriteString("code", Code);
        json.WriteString("message", Message);
        json.WriteString("retry", RetryName);
        if (RetryAfterSeconds is { } seconds)
        {
            json.WriteNumber("retry_after_seconds", seconds);
        }

        if (Allowed.Count > 0)
        {
            json.WriteStartObject("allowed");
            BoundsWriter.Write(json, Allowed);
            json.WriteEndObject();
        }

        if (Alternatives.Count > 0)
        {
            WriteAlternatives(json);
        }

        WriteIfPresent(json, "next_step", NextStep);
        WriteIfPresent(json, "ticket", TicketId);
        json.WriteNumber("attempt", Attempt);
        json.WriteString("decision_id", DecisionId.ToString());
        json.WriteEndObject();
    }

    private string RetryName => Retry switch
    {
        Retry.WithChanges => "with_changes",
        Retry.After => "after",
        Retry.AfterApproval => "after_approval",
        _ => "never",
    };

    private void WriteAlternatives(Utf8JsonWriter json)
    {
        json.WriteStartArray("alternatives");
        foreach (var alternative in Alternatives)
        {
            json.WriteStartObject();
            json.WriteString("tool", alternative.Tool);
            WriteIfPresent(json, "why", alternative.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteIfPresent(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
