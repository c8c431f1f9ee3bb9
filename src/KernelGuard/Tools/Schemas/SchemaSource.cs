using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;

namespace KernelGuard.Tools.Schemas;

/// <summary>One schema as it was written, and the node to fill from it.</summary>
internal sealed partial class SchemaSource(SchemaCompiler compiler, SchemaNode node, JsonElement schema, string pointer)
{
    private static readonly string[] Dynamic = ["$dynamicRef", "$recursiveRef"];

    /// <summary>Where the schema stands, as a JSON pointer.</summary>
    public string Pointer => pointer;

    /// <summary>The pointer of a part.</summary>
    public static string Child(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>The names on the way to a pointer's place.</summary>
    public static IEnumerable<string> Names(string pointer) => pointer.Split('/').Skip(1)
        .Select(static token => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));

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
                compiler.Doubt(schema, pointer);
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
                FillConditions();
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
        node.MultipleOf = Number("multipleOf");
        if (node.MultipleOf is { } divisor && !(divisor > 0 && double.IsFinite(divisor)))
        {
            Refuse("`multipleOf` is a number above 0");
        }
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
        node.Items = Part("items");
        node.UnevaluatedItems = Part("unevaluatedItems");
        node.Contains = Part("contains");
        node.ContainsCount = new(Length("minContains") ?? 1, Length("maxContains") ?? int.MaxValue);
        var prefix = new List<SchemaNode>();
        FillAlternatives("prefixItems", prefix);
        node.Prefix = [.. prefix];
    }

    private SchemaNode? Part(string name) => schema.TryGetProperty(name, out var part) ? compiler.NodeAt(part, Child(pointer, name)) : null;

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
