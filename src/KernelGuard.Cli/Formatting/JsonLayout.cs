using System.Text;
using System.Text.Json;

namespace KernelGuard.Cli.Formatting;

/// <summary>Lays out JSON: each member and each element on a line of its own. Numbers and texts stay as they are written.</summary>
internal static class JsonLayout
{
    /// <summary>Lays out a text; null where it is no JSON, as some that YAML can read is not.</summary>
    public static string? Format(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes);
        var output = new StringBuilder();
        try
        {
            var previous = JsonTokenType.None;
            while (reader.Read())
            {
                output.Append(Between(previous, reader.TokenType, reader.CurrentDepth));
                output.Append(Encoding.UTF8.GetString(Raw(bytes, reader)));
                previous = reader.TokenType;
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return output.Append('\n').ToString();
    }

    private static string Between(JsonTokenType left, JsonTokenType right, int depth)
    {
        var (opens, closes) = (left is JsonTokenType.StartObject or JsonTokenType.StartArray, right is JsonTokenType.EndObject or JsonTokenType.EndArray);
        return left switch
        {
            JsonTokenType.None => "",
            JsonTokenType.PropertyName => ": ",
            _ when opens && closes => "",
            _ => (opens || closes ? "\n" : ",\n") + new string(' ', depth * 2),
        };
    }

    private static ReadOnlySpan<byte> Raw(byte[] bytes, in Utf8JsonReader reader)
    {
        var quotes = reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String ? 2 : 0;
        return bytes.AsSpan((int)reader.TokenStartIndex, reader.ValueSpan.Length + quotes);
    }
}
