using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KernelGuard.Tests.Tools.Results;

/// <summary>
/// A slow and simple reading of JSON Schema over parsed JSON, for comparison. Formats are checked of texts that were made up: of those, only <c>x</c> is none,
/// which enumerations of <see cref="RandomSchema"/> give.
/// </summary>
internal static class ReferenceSchema
{
    public static bool Fits(JsonNode root, JsonNode? schema, JsonNode? value) => schema is JsonValue flag
        ? flag.GetValue<bool>()
        : schema!.AsObject().All(keyword => Fits(root, schema.AsObject(), keyword.Key, keyword.Value, value));

    private static bool Fits(JsonNode root, JsonObject schema, string keyword, JsonNode? expected, JsonNode? value) => (keyword, value) switch
    {
        ("$ref", _) => Fits(root, root, value),
        ("type", _) => (expected is JsonArray types ? types.Select(type => (string)type!) : [(string)expected!]).Any(type => HasType(value, type)),
        ("enum", _) => ((JsonArray)expected!).Any(each => JsonNode.DeepEquals(each, value)),
        ("allOf", _) => ((JsonArray)expected!).All(part => Fits(root, part, value)),
        ("anyOf", _) => ((JsonArray)expected!).Any(part => Fits(root, part, value)),
        ("oneOf", _) => ((JsonArray)expected!).Count(part => Fits(root, part, value)) == 1,
        ("minimum", JsonValue number) when IsNumber(number) => (double)number >= (double)expected!,
        ("maximum", JsonValue number) when IsNumber(number) => (double)number <= (double)expected!,
        ("exclusiveMinimum", JsonValue number) when IsNumber(number) => (double)number > (double)expected!,
        ("exclusiveMaximum", JsonValue number) when IsNumber(number) => (double)number < (double)expected!,
        ("minLength", JsonValue text) when IsText(text) => ((string)text!).Length >= (int)expected!,
        ("maxLength", JsonValue text) when IsText(text) => ((string)text!).Length <= (int)expected!,
        ("pattern", JsonValue text) when IsText(text) => Regex.IsMatch((string)text!, (string)expected!, RegexOptions.ECMAScript),
        ("format", JsonValue text) when IsText(text) => (string?)text == "x" || HasFormat((string)text!, (string)expected!),
        ("minItems", JsonArray items) => items.Count >= (int)expected!,
        ("maxItems", JsonArray items) => items.Count <= (int)expected!,
        ("uniqueItems", JsonArray items) => !items.Where((one, i) => items.Take(i).Any(other => JsonNode.DeepEquals(one, other))).Any(),
        ("items", JsonArray items) => items.All(item => Fits(root, expected, item)),
        ("properties", JsonObject members) => ((JsonObject)expected!).All(part => !members.ContainsKey(part.Key) || Fits(root, part.Value, members[part.Key])),
        ("required", JsonObject members) => ((JsonArray)expected!).All(name => members.ContainsKey((string)name!)),
        ("additionalProperties", JsonObject members) => members.All(member =>
            schema["properties"] is JsonObject declared && declared.ContainsKey(member.Key) || Fits(root, expected, member.Value)),
        _ => true,
    };

    private static bool HasType(JsonNode? value, string type) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value is JsonValue text && IsText(text),
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value is JsonValue number && IsNumber(number),
        _ => value is JsonValue number && IsNumber(number) && double.IsInteger((double)number),
    };

    private static bool HasFormat(string text, string format) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "email" => text.Split('@') is [{ Length: > 0 }, { Length: > 0 }],
        "ipv4" => text.Split('.') is { Length: 4 } parts && parts.All(part => byte.TryParse(part, CultureInfo.InvariantCulture, out _)),
        _ => true,
    };

    private static bool IsNumber(JsonValue value) => value.GetValueKind() == JsonValueKind.Number;

    private static bool IsText(JsonValue value) => value.GetValueKind() == JsonValueKind.String;
}
