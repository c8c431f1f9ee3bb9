using System.Buffers;
using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Cli.Output;
using KernelGuard.Decisions;

namespace KernelGuard.Cli.Judging;

/// <summary>Writes decisions as JSON, one object on a line, each flushed when it is written. Keys are always there and in one order.</summary>
/// <param name="output">Where to.</param>
internal sealed class DecisionLineWriter(Stream output) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1_024);
    private readonly Utf8JsonWriter _json = new(Stream.Null, JsonOutput.Options);

    /// <summary>Writes a decision.</summary>
    public void Write(JudgedLine call)
    {
        Begin();
        WriteMembers(_json, call);
        End();
    }

    /// <summary>Writes what is wrong with a line, in the place of a decision.</summary>
    public void WriteError(string message, long line)
    {
        Begin();
        _json.WriteString("error", message);
        _json.WriteNumber("line", line);
        End();
    }

    /// <summary>Writes the members of a decision into an open object.</summary>
    public static void WriteMembers(Utf8JsonWriter json, JudgedLine call)
    {
        var decision = call.Decision;
        json.WriteString("id", call.Line.Id);
        json.WriteString("session", call.Line.Session);
        json.WriteString("decision", call.Effect.ToName());
        json.WriteString("status", call.Status.ToName());
        json.WriteString("code", call.Code);
        json.WriteString("policy", call.Rule?.PolicyId);
        json.WriteString("rule", call.Rule?.RuleId);
        json.WriteString("reason", call.Reason);
        WriteArguments(json, call.EffectiveArguments);
        WriteObserved(json, decision.Observed);
        WriteRetryAfter(json, call.RetryAfter);
        json.WriteString("policy_digest", decision.PolicyDigest);
        json.WriteString("decision_id", decision.Id.ToString());
    }

    // Rounded up, as the model is told it.
    private static void WriteRetryAfter(Utf8JsonWriter json, TimeSpan? wait)
    {
        json.WritePropertyName("retry_after_seconds");
        if (wait is { } given)
        {
            json.WriteNumberValue((long)Math.Ceiling(given.TotalSeconds));
        }
        else
        {
            json.WriteNullValue();
        }
    }

    public void Dispose() => _json.Dispose();

    private static void WriteArguments(Utf8JsonWriter json, FrozenObject? arguments)
    {
        json.WritePropertyName("effective_args");
        if (arguments is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteRawValue(CanonicalJson.ToText(arguments), skipInputValidation: true);
    }

    private static void WriteObserved(Utf8JsonWriter json, ObservedDecision? observed)
    {
        if (observed is null)
        {
            json.WriteNull("observed");
            return;
        }

        json.WriteStartObject("observed");
        json.WriteString("decision", observed.Effect.ToName());
        json.WriteString("code", observed.Code);
        json.WriteString("policy", observed.Rule?.PolicyId);
        json.WriteString("rule", observed.Rule?.RuleId);
        json.WriteEndObject();
    }

    private void Begin()
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write("\n"u8);
        output.Write(_buffer.WrittenSpan);
        output.Flush();
    }
}
