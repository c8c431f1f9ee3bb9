using System.Text.Json;
using KernelGuard.Cel.Checking;

namespace KernelGuard.Cel.Schemas;

/// <summary>Reads one schema document.</summary>
/// <param name="document">The document.</param>
/// <param name="wholeNumber">The type of integers.</param>
/// <param name="number">The type of numbers.</param>
internal sealed class SchemaReader(JsonElement document, CelType wholeNumber, CelType number)
{
    private const int MaxDepth = 32;
    private const int MaxTypes = 10_000;
    private static readonly string[] Describing = ["$ref", "anyOf", "oneOf", "allOf", "properties"];
    private static readonly string[] Conditions = ["not", "if", "then", "else", "dependentSchemas", "dependencies"];
    private static readonly string[] Unlisted = ["patternProperties", "unevaluatedProperties"];
    private int _count;

    public CelType Read(JsonElement schema, string name, int depth)
    {
        // A schema that refers to itself, or that refers to much again and again, has no finite type of its own.
        if (depth > MaxDepth || ++_count > MaxTypes || schema.ValueKind != JsonValueKind.Object)
        {
            return CelType.Dyn;
        }

        var type = ReadAlternatives(schema, name, depth);
        return Find(schema, "nullable") is { ValueKind: JsonValueKind.True } ? CelType.Nullable(type) : type;
    }

    private static JsonElement? Find(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var value) ? value : null;

    private CelType ReadAlternatives(JsonElement schema, string name, int depth)
    {
        // What several keywords say together is not worked out.
        var describing = Describing.Where(keyword => Find(schema, keyword) is not null).ToList();
        if (describing.Count > 1 || (describing is [not "properties"] && Conditions.Any(keyword => Find(schema, keyword) is not null)))
        {
            return CelType.Dyn;
        }

        if (Find(schema, "$ref") is { ValueKind: JsonValueKind.String } reference)
        {
            return SchemaPointer.Find(document, reference.GetString()!) is { } target ? Read(target, name, depth + 1) : CelType.Dyn;
        }

        if (Find(schema, "anyOf") is { } any)
        {
            return Join(Items(any).Select(item => Read(item, name, depth + 1)));
        }

        if (Find(schema, "oneOf") is { } one)
        {
            return Join(Items(one).Select(item => Read(item, name, depth + 1)));
        }

        // All of several schemas are described by the only one that says something.
        if (Find(schema, "allOf") is { } all)
        {
            var known = Items(all).Select(item => Read(item, name, depth + 1)).Where(type => type.Kind != CelTypeKind.Dyn).ToList();
            return known.Count == 1 && Find(schema, "type") is null ? known[0] : CelType.Dyn;
        }

        return Find(schema, "type") switch
        {
            { ValueKind: JsonValueKind.String } single => ReadNamed(single.GetString()!, schema, name, depth),
            { ValueKind: JsonValueKind.Array } several => Join(
                Items(several).Select(item => item.ValueKind == JsonValueKind.String ? ReadNamed(item.GetString()!, schema, name, depth) : CelType.Dyn)),
            null when Find(schema, "enum") is { } values => ReadValues(values, schema),
            null when Find(schema, "const") is { } value => TypeOf(value),
            null when Find(schema, "properties") is not null => ReadObject(schema, name, depth),
            _ => CelType.Dyn,
        };
    }

    private CelType ReadValues(JsonElement values, JsonElement schema)
    {
        var type = Join(Items(values).Select(TypeOf));
        return type.IsText ? Bounded(type, LongestOf(schema)) : type;
    }

    private CelType ReadNamed(string type, JsonElement schema, string name, int depth) => type switch
    {
        "null" => CelType.Null,
        "boolean" => CelType.Bool,
        "integer" => wholeNumber,
        "number" => number,
        "string" => Bounded(CelType.String, LongestOf(schema)),
        "array" => Bounded(
            CelType.List(Find(schema, "items") is { } items && Find(schema, "prefixItems") is null ? Read(items, $"{name}[]", depth + 1) : CelType.Dyn),
            Number(schema, "maxItems")),
        "object" => ReadObject(schema, name, depth),
        _ => CelType.Dyn,
    };

    private CelType ReadObject(JsonElement schema, string name, int depth)
    {
        var additional = ReadAdditional(schema, name, depth);
        if (Find(schema, "properties") is not { ValueKind: JsonValueKind.Object } properties)
        {
            return Bounded(CelType.Map(CelType.String, additional ?? CelType.Dyn), Number(schema, "maxProperties"));
        }

        var required = Items(Find(schema, "required") ?? default).Where(item => item.ValueKind == JsonValueKind.String)
            .Select(item => item.GetString()!).ToHashSet(StringComparer.Ordinal);
        var fields = new Dictionary<string, CelField>(StringComparer.Ordinal);
        foreach (var property in properties.EnumerateObject())
        {
            fields[property.Name] = new CelField(
                Read(property.Value, $"{name}.{property.Name}", depth + 1), Optional: !required.Contains(property.Name));
        }

        return CelType.Object(name, fields, additional);
    }

    // A schema that says nothing about other fields means, beside a list of fields, those alone: that is what finds a misspelt one.
    private CelType? ReadAdditional(JsonElement schema, string name, int depth)
    {
        if (Unlisted.Any(keyword => Find(schema, keyword) is { ValueKind: not JsonValueKind.False }) || Conditions.Any(keyword => AddsFields(schema, keyword)))
        {
            return CelType.Dyn;
        }

        return Find(schema, "additionalProperties") switch
        {
            { ValueKind: JsonValueKind.True } => CelType.Dyn,
            { ValueKind: JsonValueKind.Object } values => Read(values, $"{name}.*", depth + 1),
            _ => null,
        };
    }

    // Conditions that only ask for listed fields, or narrow them, leave the type as it is.
    private static bool AddsFields(JsonElement schema, string keyword)
    {
        if (Find(schema, keyword) is not { ValueKind: JsonValueKind.Object } condition)
        {
            return false;
        }

        var parts = keyword.StartsWith("depend", StringComparison.Ordinal) ? condition.EnumerateObject().Select(static part => part.Value) : [condition];
        return parts.Where(static part => part.ValueKind == JsonValueKind.Object).Any(part => part.EnumerateObject().Any(said => said.Name switch
        {
            "properties" => said.Value.ValueKind == JsonValueKind.Object && said.Value.EnumerateObject().Any(field => !HasField(schema, field.Name)),
            "required" or "type" or "title" or "description" or "minProperties" or "maxProperties" => false,
            _ => true,
        }));
    }

    private static bool HasField(JsonElement schema, string name) =>
        Find(schema, "properties") is { ValueKind: JsonValueKind.Object } properties && properties.TryGetProperty(name, out _);

    private CelType TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => CelType.Null,
        JsonValueKind.True or JsonValueKind.False => CelType.Bool,
        JsonValueKind.Number => value.TryGetInt64(out _) ? wholeNumber : number,
        JsonValueKind.String => CelType.String,
        _ => CelType.Dyn,
    };

    /// <summary>Gives the type that all of several types are, apart from null.</summary>
    private static CelType Join(IEnumerable<CelType> types)
    {
        var all = types.ToList();
        var others = all.Where(type => type.Kind != CelTypeKind.Null).Distinct().ToList();
        return others switch
        {
            [] => all.Count == 0 ? CelType.Dyn : CelType.Null,

            // Records of one name are alternatives of one place, and those may have different fields.
            [var one] when one.Kind != CelTypeKind.Object || all.Count(type => type.Kind == CelTypeKind.Object) == 1 =>
                all.Count == 1 || all.TrueForAll(type => type.Kind != CelTypeKind.Null) ? one : CelType.Nullable(one),
            _ => CelType.Dyn,
        };
    }

    private static JsonElement[] Items(JsonElement array) => array.ValueKind == JsonValueKind.Array ? [.. array.EnumerateArray()] : [];

    private static CelType Bounded(CelType type, int? size) => size is { } bound ? type.WithMaxSize(bound) : type;

    // The bound counts code points; text is measured in UTF-16 units, of which a code point takes two at most.
    private static int? LongestOf(JsonElement schema)
    {
        if (Number(schema, "maxLength") is { } length)
        {
            return (int)Math.Min(int.MaxValue, length * 2L);
        }

        return Find(schema, "enum") is { } values && Items(values).Length > 0
            ? Items(values).Max(value => value.ValueKind == JsonValueKind.String ? value.GetRawText().Length : 0)
            : null;
    }

    private static int? Number(JsonElement schema, string keyword) =>
        Find(schema, keyword) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number >= 0 ? number : null;
}
