using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace KernelGuard.Tests.Tools.Results;

/// <summary>Random schemas of all keywords that are given effect.</summary>
internal static class RandomSchema
{
    private static readonly string[] Names = ["a", "b", "c", "d"];
    private static readonly string[] Patterns = ["^[a-c]+$", "^\\d{2,4}$", "x|yz", "^[^a]*$", "^(?:ab)?c{2}$", "^\\w-\\s$", "^$"];
    private static readonly string[] Formats = ["date", "date-time", "uuid", "email", "ipv4", "something"];

    /// <summary>Schemas that may ask for the impossible.</summary>
    public static Gen<JsonObject> All { get; } = Gen.Sized(size => OfDepth(Math.Min(3, 1 + (size / 15)), contradicts: true));

    /// <summary>Schemas that something fits.</summary>
    public static Gen<JsonObject> Satisfiable { get; } = Gen.Sized(size => OfDepth(Math.Min(3, 1 + (size / 15)), contradicts: false));

    private static Gen<JsonObject> OfDepth(int depth, bool contradicts)
    {
        List<Gen<JsonObject>> kinds = [Number(contradicts), Text(contradicts), Gen.Constant(0).Select(_ => Typed("boolean")), Enumeration(), Nullable()];
        if (depth > 0)
        {
            var part = OfDepth(depth - 1, contradicts);
            kinds.AddRange([Members(part, contradicts), List(part, contradicts), Alternatives(part, contradicts)]);
            if (contradicts)
            {
                kinds.Add(part.Two().Select(two => new JsonObject { ["allOf"] = new JsonArray(two.Item1, two.Item2) }));
            }
        }

        return Gen.OneOf(kinds);
    }

    private static JsonObject Typed(string type) => new() { ["type"] = type };

    private static Gen<JsonObject> Nullable() => Gen.Elements("string", "integer", "object").Select(type => new JsonObject { ["type"] = new JsonArray("null", type) });

    private static Gen<JsonObject> Enumeration() => Gen.Elements("[1,\"x\",null]", "[{\"a\":[1]},false]", "[2.5]")
        .Select(values => new JsonObject { ["enum"] = JsonNode.Parse(values) });

    private static Gen<JsonObject> Number(bool contradicts) =>
        from type in Gen.Elements("integer", "number")
        from least in Gen.Choose(-30, 30)
        from width in Gen.Choose(contradicts ? -2 : 3, 20)
        from keys in Gen.Choose(0, 7)
        select With(Typed(type), schema =>
        {
            Add(schema, (keys & 1) != 0, (keys & 4) != 0 ? "exclusiveMinimum" : "minimum", least / 2.0);
            Add(schema, (keys & 2) != 0, (keys & 4) != 0 ? "exclusiveMaximum" : "maximum", (least + width) / 2.0);
        });

    private static Gen<JsonObject> Text(bool contradicts) =>
        from least in Gen.Choose(0, 6)
        from width in Gen.Choose(contradicts ? -2 : 0, 6)
        from pattern in Gen.Elements(Patterns)
        from format in Gen.Elements(Formats)
        from keys in Gen.Choose(0, 15)
        select With(Typed("string"), schema =>
        {
            // With a length beside them nothing may match a pattern or have a format.
            var isAlone = contradicts || (keys & 3) == 0;
            Add(schema, (keys & 1) != 0, "minLength", least);
            Add(schema, (keys & 2) != 0, "maxLength", Math.Max(0, least + width));
            Add(schema, (keys & 4) != 0 && isAlone, "pattern", pattern);
            Add(schema, (keys & 8) != 0 && isAlone && (contradicts || (keys & 4) == 0), "format", format);
        });

    private static Gen<JsonObject> List(Gen<JsonObject> part, bool contradicts) =>
        from item in part
        from least in Gen.Choose(0, 3)
        from greatest in Gen.Choose(contradicts ? 0 : 3, 4)
        from unique in Gen.Elements(false, contradicts)
        select With(Typed("array"), schema =>
        {
            schema["items"] = item;
            Add(schema, true, "minItems", least);
            Add(schema, true, "maxItems", greatest);
            Add(schema, unique, "uniqueItems", true);
        });

    private static Gen<JsonObject> Members(Gen<JsonObject> part, bool contradicts) =>
        from parts in part.ListOf(3)
        from required in Gen.SubListOf(contradicts ? Names : Names[..3])
        from additional in Gen.Choose(0, 2)
        from loops in Gen.Elements(false, true)
        select With(Typed("object"), schema =>
        {
            schema["properties"] = new JsonObject(parts.Select((each, i) => KeyValuePair.Create(Names[i], (JsonNode?)each)));
            schema["required"] = new JsonArray([.. required.Select(name => (JsonNode?)JsonValue.Create(name))]);
            Add(schema, additional == 1, "additionalProperties", false);
            if (loops && additional != 1)
            {
                schema["properties"]!["again"] = new JsonObject { ["$ref"] = "#" };
            }
        });

    private static Gen<JsonObject> Alternatives(Gen<JsonObject> part, bool contradicts) =>
        from two in part.Two()
        from key in Gen.Elements("anyOf", contradicts ? "oneOf" : "anyOf")
        select new JsonObject { [key] = new JsonArray(two.Item1, two.Item2) };

    private static JsonObject With(JsonObject schema, Action<JsonObject> fill)
    {
        fill(schema);
        return schema;
    }

    private static void Add<T>(JsonObject schema, bool isThere, string key, T value)
    {
        if (isThere)
        {
            schema[key] = JsonValue.Create(value);
        }
    }
}
