using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;

namespace KernelGuard.Tools.Schemas;

/// <summary>One schema as it was written, and the node to fill from it.</summary>
internal sealed class SchemaSource(SchemaCompiler compiler, SchemaNode node, JsonElement schema, string pointer)
{
    /// <summary>Where the schema stands, as a JSON pointer.</summary>
    public string Pointer => pointer;

    /// <summary>The pointer of a part.</summary>
    public static string Child(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>Fills the node.</summary>
    public void Fill()
    {
        switch (schema.ValueKind)
        {
            case JsonValueKind.True:
                break;
            case JsonValueKind.False:
                node.Types = JsonTypes.None;
                break;
            case JsonValueKind.Object:
                FillTypes();
                FillValues();
                FillNumbers();
                FillText();
                FillItems();
                FillMembers();
                FillHints();
                FillReferences();
                FillAlternatives("allOf", node.AllOf);
                FillAlternatives("anyOf", node.AnyOf);
                FillAlternatives("oneOf", node.OneOf);
                break;
            default:
                Refuse("a schema is an object, true or false");
                break;
        }
    }

    private void FillTypes()
    {
        if (schema.TryGetProperty("type", out var type))
        {
            var names = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().ToList() : [type];
            node.Types = JsonTypes.None;
            foreach (var name in names)
            {
                var each = name.ValueKind == JsonValueKind.String ? JsonTypesExtensions.FromName(name.GetString()) : JsonTypes.None;
                node.Types |= each;
                if (each == JsonTypes.None)
                {
                    Refuse($"there is no type {QuotedText.Quote(name.ToString())}");
                }
            }
        }

        if (schema.TryGetProperty("nullable", out var nullable) && nullable.ValueKind == JsonValueKind.True)
        {
            node.Types |= JsonTypes.Null;
        }
    }

    private void FillValues()
    {
        if (schema.TryGetProperty("enum", out var values))
        {
            if (Read(values, "enum") is FrozenList list)
            {
                node.Values = new HashSet<object?>(list, FrozenEquality.Instance);
            }
            else
            {
                Refuse("`enum` is a list");
            }
        }

        if (schema.TryGetProperty("const", out var value))
        {
            var constant = Read(value, "const");
            var possible = node.Values is null || node.Values.Contains(constant);
            node.Values = possible ? new HashSet<object?>([constant], FrozenEquality.Instance) : [];
        }

        if (schema.TryGetProperty("default", out var absent))
        {
            node.HasDefault = true;
            node.Default = Read(absent, "default");
        }
    }

    private void FillNumbers()
    {
        node.Minimum = Bound("minimum", "exclusiveMinimum", isMinimum: true);
        node.Maximum = Bound("maximum", "exclusiveMaximum", isMinimum: false);
    }

    // `exclusiveMinimum` is a bound of its own since draft 6, and a flag beside `minimum` before that and in OpenAPI 3.0.
    private SchemaBound? Bound(string inclusiveName, string exclusiveName, bool isMinimum)
    {
        var hasExclusive = schema.TryGetProperty(exclusiveName, out var exclusive);
        var isFlag = hasExclusive && exclusive.ValueKind is JsonValueKind.True or JsonValueKind.False;
        var inclusive = Number(inclusiveName);
        var separate = hasExclusive && !isFlag ? Number(exclusiveName) : null;
        if (separate is not { } strict)
        {
            return inclusive is { } bound ? new SchemaBound(bound, isFlag && exclusive.ValueKind == JsonValueKind.True) : null;
        }

        var inclusiveIsNarrower = inclusive is { } other && (isMinimum ? other > strict : other < strict);
        return inclusiveIsNarrower ? new SchemaBound(inclusive!.Value, false) : new SchemaBound(strict, true);
    }

    private double? Number(string name)
    {
        if (!schema.TryGetProperty(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.GetDouble();
        }

        Refuse($"`{name}` is a number");
        return null;
    }

    private void FillText()
    {
        node.Length = Range("minLength", "maxLength");
        if (!schema.TryGetProperty("pattern", out var pattern))
        {
            return;
        }

        var error = "`pattern` is text";
        if (pattern.ValueKind == JsonValueKind.String)
        {
            node.PatternText = pattern.GetString()!;
            error = SchemaPattern.TryCompile(node.PatternText, out var compiled);
            node.Pattern = compiled;
        }

        if (error is not null)
        {
            Refuse(error);
        }
    }

    private SchemaRange Range(string least, string greatest) =>
        new(Length(least) ?? 0, Length(greatest) ?? int.MaxValue);

    private int? Length(string name)
    {
        var length = Number(name);
        if (length is null || (length >= 0 && double.IsInteger(length.Value)))
        {
            return length is { } value ? (int)Math.Min(value, int.MaxValue) : null;
        }

        Refuse($"`{name}` is a whole number from 0");
        return null;
    }

    private void FillItems()
    {
        node.Count = Range("minItems", "maxItems");
        node.UniqueItems = schema.TryGetProperty("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True;
        if (schema.TryGetProperty("items", out var items))
        {
            node.Items = compiler.NodeAt(items, Child(pointer, "items"));
        }
    }

    private void FillMembers()
    {
        if (Members("properties") is { } properties)
        {
            foreach (var property in properties.EnumerateObject())
            {
                node.Properties[property.Name] = compiler.NodeAt(property.Value, Child(Child(pointer, "properties"), property.Name));
            }
        }

        if (schema.TryGetProperty("required", out var required))
        {
            FillRequired(required);
        }

        if (schema.TryGetProperty("additionalProperties", out var additional))
        {
            node.AllowsAdditional = additional.ValueKind != JsonValueKind.False;
            node.Additional = additional.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? null
                : compiler.NodeAt(additional, Child(pointer, "additionalProperties"));
        }
    }

    private void FillRequired(JsonElement required)
    {
        if (required.ValueKind != JsonValueKind.Array || required.EnumerateArray().Any(static name => name.ValueKind != JsonValueKind.String))
        {
            Refuse("`required` is a list of names");
            return;
        }

        node.Required.AddRange(required.EnumerateArray().Select(static name => name.GetString()!).Distinct(StringComparer.Ordinal));
    }

    private JsonElement? Members(string name)
    {
        if (!schema.TryGetProperty(name, out var members))
        {
            return null;
        }

        if (members.ValueKind == JsonValueKind.Object)
        {
            return members;
        }

        Refuse($"`{name}` is an object");
        return null;
    }

    // They only help to make values up, so what cannot be read counts for nothing.
    private void FillHints()
    {
        if (schema.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String)
        {
            node.Format = format.GetString();
        }

        if (schema.TryGetProperty("examples", out var examples) && examples.ValueKind == JsonValueKind.Array && examples.GetArrayLength() > 0)
        {
            node.HasExample = TryRead(examples[0], out var example, out _);
            node.Example = example;
        }
    }

    private void FillReferences()
    {
        if (!schema.TryGetProperty("$ref", out var reference))
        {
            return;
        }

        if (reference.ValueKind != JsonValueKind.String)
        {
            Refuse("`$ref` is text");
        }
        else if (compiler.Resolve(reference.GetString()!, pointer) is { } target)
        {
            node.AllOf.Add(target);
        }
    }

    private void FillAlternatives(string name, List<SchemaNode> nodes)
    {
        if (!schema.TryGetProperty(name, out var alternatives))
        {
            return;
        }

        if (alternatives.ValueKind != JsonValueKind.Array || alternatives.GetArrayLength() == 0)
        {
            Refuse($"`{name}` is a list of schemas");
            return;
        }

        var place = Child(pointer, name);
        nodes.AddRange(alternatives.EnumerateArray().Select((each, i) => compiler.NodeAt(each, Child(place, $"{i}"))));
    }

    private object? Read(JsonElement value, string name)
    {
        if (TryRead(value, out var frozen, out var progress))
        {
            return frozen;
        }

        Refuse(progress.Trace.ToProblem(name).Message);
        return null;
    }

    private static bool TryRead(JsonElement value, out object? frozen, out FreezeProgress progress)
    {
        progress = new FreezeProgress(CallLimits.Default, ignoresCase: false);
        return JsonArgumentsReader.TryRead(value.GetRawText(), progress, CallLimits.Default, depth: 1, out frozen);
    }

    private void Refuse(string message) => compiler.Refuse(pointer, message);
}
