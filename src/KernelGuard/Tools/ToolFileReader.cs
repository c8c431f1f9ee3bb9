using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using KernelGuard.Calls;

namespace KernelGuard.Tools;

/// <summary>Reads a file of tools: a JSON array of <c>{"name", "description", "parameters": JSON Schema, "returns": JSON Schema}</c>. Bad content gives errors, it never throws.</summary>
/// <remarks>Strict, since a schema under a key that nobody reads would check nothing: an unknown key is an error. All errors are reported at once.</remarks>
public static class ToolFileReader
{
    private const int MaxBytes = 64 << 20;
    private static readonly string[] Keys = ["name", "description", "parameters", "returns"];
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads the text of a file.</summary>
    /// <param name="utf8">The text in UTF-8; a byte order mark is skipped.</param>
    public static ToolFile Read(ReadOnlySpan<byte> utf8)
    {
        utf8 = utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
        var tools = ImmutableArray.CreateBuilder<ToolDescriptor>();
        var errors = ImmutableArray.CreateBuilder<ToolFileError>();
        if (utf8.Length > MaxBytes)
        {
            errors.Add(new ToolFileError($"the file has more than {MaxBytes} bytes", 1, 1));
        }
        else
        {
            ReadTools(utf8, tools, errors);
        }

        return new ToolFile(tools.ToImmutable(), errors.ToImmutable());
    }

    private static void ReadTools(ReadOnlySpan<byte> utf8, ImmutableArray<ToolDescriptor>.Builder tools, ImmutableArray<ToolFileError>.Builder errors)
    {
        var reader = new Utf8JsonReader(utf8);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                errors.Add(ErrorAt(utf8, 0, "a file of tools is a JSON array"));
                return;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                ReadTool(utf8, start, (int)reader.BytesConsumed, tools, errors);
            }

            reader.Read();
        }
        catch (JsonException e)
        {
            errors.Add(new ToolFileError("this is not valid JSON", (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1));
        }
    }

    private static void ReadTool(
        ReadOnlySpan<byte> utf8, int start, int end, ImmutableArray<ToolDescriptor>.Builder tools, ImmutableArray<ToolFileError>.Builder errors)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8[start..end].ToArray(), Strict);
            var tool = document.RootElement;
            var messages = Check(tool).ToList();
            foreach (var message in messages)
            {
                errors.Add(ErrorAt(utf8, start, message));
            }

            if (messages.Count == 0)
            {
                tools.Add(new ToolDescriptor(
                    tool.GetProperty("name").GetString()!,
                    tool.TryGetProperty("description", out var description) ? description.GetString() : null,
                    SchemaAt(tool, "parameters"),
                    SchemaAt(tool, "returns")));
            }
        }
        catch (JsonException)
        {
            errors.Add(ErrorAt(utf8, start, "this tool holds a key twice"));
        }
        catch (InvalidOperationException)
        {
            errors.Add(ErrorAt(utf8, start, "this tool holds text with half of a surrogate pair"));
        }
    }

    private static JsonElement? SchemaAt(JsonElement tool, string key) =>
        tool.TryGetProperty(key, out var schema) && schema.ValueKind != JsonValueKind.Null ? schema : null;

    private static IEnumerable<string> Check(JsonElement tool)
    {
        if (tool.ValueKind != JsonValueKind.Object)
        {
            yield return "a tool is an object with `name`, `description` and `parameters`";
            yield break;
        }

        foreach (var key in tool.EnumerateObject().Select(static member => member.Name).Except(Keys))
        {
            var nearest = NearestNames.Of(key, Keys);
            yield return $"unknown key {QuotedText.Quote(key)}: {(nearest.Count == 0 ? "remove it" : $"did you mean {NearestNames.ToText(nearest)}?")}";
        }

        if (!tool.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String || name.GetString() is "")
        {
            yield return "`name` is missing, or is no text";
        }

        if (tool.TryGetProperty("description", out var description) && description.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
        {
            yield return "`description` is text";
        }

        foreach (var key in new[] { "parameters", "returns" })
        {
            if (SchemaAt(tool, key) is { ValueKind: not (JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False) })
            {
                yield return $"`{key}` is a JSON Schema";
            }
        }
    }

    private static ToolFileError ErrorAt(ReadOnlySpan<byte> utf8, int index, string message)
    {
        var before = utf8[..index];
        return new ToolFileError(message, before.Count((byte)'\n') + 1, index - before.LastIndexOf((byte)'\n'));
    }
}
