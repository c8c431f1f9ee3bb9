using System.Text.Json;
using System.Text.RegularExpressions;

namespace KernelGuard.Tests.Evidence;

/// <summary>The part of JSON Schema that the evidence schema uses. A keyword it does not know is an error, so that none is silently ignored.</summary>
internal sealed class SchemaValidator(JsonElement root)
{
    private static readonly string[] Annotations = ["$schema", "$id", "$defs", "title", "description"];

    /// <summary>What is wrong, each with its path; empty where the value is valid.</summary>
    public IReadOnlyList<string> Validate(JsonElement value) => [.. Validate(root, value, "$")];

    private IEnumerable<string> Validate(JsonElement schema, JsonElement value, string path) =>
        schema.EnumerateObject().SelectMany(keyword => Apply(schema, keyword, value, path));

    private IEnumerable<string> Apply(JsonElement schema, JsonProperty keyword, JsonElement value, string path) => keyword.Name switch
    {
        "type" => Fail(!IsOfType(keyword.Value.GetString()!, value), $"{path}: not of type {keyword.Value}"),
        "const" => Fail(!JsonElement.DeepEquals(keyword.Value, value), $"{path}: not {keyword.Value}"),
        "enum" => Fail(!keyword.Value.EnumerateArray().Any(item => JsonElement.DeepEquals(item, value)), $"{path}: none of {keyword.Value}"),
        "pattern" => Fail(!Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!, RegexOptions.CultureInvariant), $"{path}: no match"),
        "required" => keyword.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{path}: {name} missing"),
        "properties" => keyword.Value.EnumerateObject().SelectMany(property =>
            value.TryGetProperty(property.Name, out var member) ? Validate(property.Value, member, $"{path}.{property.Name}") : []),
        "additionalProperties" => value.EnumerateObject().Where(member => !schema.GetProperty("properties").TryGetProperty(member.Name, out _))
            .Select(member => $"{path}: {member.Name} unknown"),
        "items" => value.EnumerateArray().SelectMany((item, index) => Validate(keyword.Value, item, $"{path}[{index}]")),
        "$ref" => Validate(Resolve(keyword.Value.GetString()!), value, path),
        "oneOf" => OneOf(keyword.Value, value, path),
        _ => Fail(!Annotations.Contains(keyword.Name), $"{path}: the validator does not know `{keyword.Name}`"),
    };

    private IEnumerable<string> OneOf(JsonElement schemas, JsonElement value, string path)
    {
        var results = schemas.EnumerateArray().Select(schema => Validate(schema, value, path).ToArray()).ToArray();
        return results.Count(static errors => errors.Length == 0) == 1 ? [] : [$"{path}: not exactly one", .. results.MinBy(static errors => errors.Length)!];
    }

    private JsonElement Resolve(string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate(root, static (element, name) => element.GetProperty(name));

    private static IEnumerable<string> Fail(bool failed, string message) => failed ? [message] : [];

    private static bool IsOfType(string type, JsonElement value) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind.ToString().Equals(type, StringComparison.OrdinalIgnoreCase),
    };
}
