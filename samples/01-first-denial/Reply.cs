using System.Text.Json;

namespace FirstDenial;

/// <summary>What the model reads after a call: the tool's result, or the fields of a refusal that it makes use of.</summary>
/// <param name="Text">What it was given, whole.</param>
/// <param name="Status">Null when the tool ran.</param>
/// <param name="Code">The code of a refusal.</param>
/// <param name="Message">Its message.</param>
/// <param name="Retry">Whether it is worth trying again.</param>
/// <param name="Alternative">The first tool that is offered instead.</param>
/// <param name="NextStep">What it should do next.</param>
internal sealed record Reply(
    string Text, string? Status, string? Code, string? Message, string? Retry, string? Alternative, string? NextStep)
{
    public bool Ran => Status is null;

    public static Reply Parse(string text)
    {
        if (!text.StartsWith("{\"status\"", StringComparison.Ordinal))
        {
            return new Reply(text, null, null, null, null, null, null);
        }

        using var json = JsonDocument.Parse(text);
        var refusal = json.RootElement;
        return new Reply(
            text,
            Field(refusal, "status"),
            Field(refusal, "code"),
            Field(refusal, "message"),
            Field(refusal, "retry"),
            refusal.TryGetProperty("alternatives", out var tools) ? Field(tools[0], "tool") : null,
            Field(refusal, "next_step"));
    }

    private static string? Field(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
