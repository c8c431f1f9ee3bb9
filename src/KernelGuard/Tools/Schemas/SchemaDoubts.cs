using System.Text.Json;
using KernelGuard.Calls;

namespace KernelGuard.Tools.Schemas;

/// <summary>Finds what a schema says without effect: keywords that there are not, halves of pairs, and members that can never come.</summary>
internal static class SchemaDoubts
{
    private static readonly string[] Enforced =
    [
        "$defs", "$ref", "additionalProperties", "allOf", "anyOf", "const", "contains", "default", "definitions", "dependencies", "dependentRequired",
        "dependentSchemas", "else", "enum", "exclusiveMaximum", "exclusiveMinimum", "if", "items", "maxContains", "maxItems", "maxLength", "maxProperties",
        "maximum", "minContains", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "not", "nullable", "oneOf", "pattern",
        "patternProperties", "prefixItems", "properties", "propertyNames", "required", "then", "type", "unevaluatedItems", "unevaluatedProperties",
        "uniqueItems",
    ];

    private static readonly string[] Annotations =
    [
        "$anchor", "$comment", "$dynamicAnchor", "$id", "$schema", "$vocabulary", "contentEncoding", "contentMediaType", "contentSchema", "deprecated",
        "description", "discriminator", "example", "examples", "externalDocs", "format", "readOnly", "title", "writeOnly", "xml",
    ];

    private static readonly HashSet<string> Known = [.. Enforced, .. Annotations];

    private static readonly (string Name, string Needed)[] Pairs =
        [("then", "if"), ("else", "if"), ("minContains", "contains"), ("maxContains", "contains")];

    /// <summary>Finds keywords without effect.</summary>
    /// <param name="schema">A schema that is an object.</param>
    /// <param name="pointer">Where it stands.</param>
    /// <param name="doubts">Receives the findings.</param>
    public static void FindKeywords(JsonElement schema, string pointer, List<SchemaProblem> doubts)
    {
        foreach (var member in schema.EnumerateObject())
        {
            var name = member.Name;
            if (!Known.Contains(name) && !name.StartsWith("x-", StringComparison.Ordinal))
            {
                var nearest = NearestNames.Of(name, Known);
                doubts.Add(new(SchemaSource.Child(pointer, name), $"there is no keyword {QuotedText.Quote(name)}")
                {
                    Help = nearest.Count == 0 ? null : $"did you mean {NearestNames.ToText(nearest.Take(1))}?",
                });
            }
        }

        foreach (var (name, needed) in Pairs)
        {
            if (schema.TryGetProperty(name, out _) && !schema.TryGetProperty(needed, out _))
            {
                doubts.Add(new(SchemaSource.Child(pointer, name), $"`{name}` says nothing without `{needed}`"));
            }
        }
    }

    /// <summary>Finds members that are required where they are not allowed.</summary>
    /// <param name="nodes">The linked nodes by pointer.</param>
    /// <param name="doubts">Receives the findings.</param>
    public static void FindUnfittable(IReadOnlyDictionary<string, SchemaNode> nodes, List<SchemaProblem> doubts)
    {
        foreach (var (pointer, node) in nodes)
        {
            foreach (var name in node.Required.Where(name => IsExcluded(node, name) || (pointer == "#" && IsUnknown(node, name))))
            {
                var nearest = NearestNames.Of(name, node.Spellings.Values);
                doubts.Add(new(
                    SchemaSource.Child(pointer, "required"),
                    $"{QuotedText.Quote(name)} is required and not declared, and other members are not allowed: nothing can fit")
                {
                    Help = nearest.Count == 0 ? null : $"did you mean {NearestNames.ToText(nearest.Take(1))}?",
                });
            }
        }
    }

    private static bool IsExcluded(SchemaNode node, string name) =>
        node.AllowsAdditional == false && !node.Properties.ContainsKey(name) && !Array.Exists(node.Patterns, each => each.Key.IsMatch(name));

    private static bool IsUnknown(SchemaNode node, string name) =>
        !node.AdmitsUnknown && node.Spellings.Count > 0 && !node.Spellings.ContainsKey(name) && !Array.Exists(node.KeyPatterns, each => each.IsMatch(name));
}
