using System.Text.Json;
using System.Text.RegularExpressions;

namespace KernelGuard.Tools.Schemas;

internal sealed partial class SchemaSource
{
    private void FillMembers()
    {
        if (Members("properties") is { } properties)
        {
            foreach (var property in properties.EnumerateObject())
            {
                node.Properties[property.Name] = compiler.NodeAt(property.Value, Child(Child(pointer, "properties"), property.Name));
            }
        }

        node.MemberCount = Range("minProperties", "maxProperties");
        node.PropertyNames = Part("propertyNames");
        node.UnevaluatedMembers = Part("unevaluatedProperties");
        FillPatterns();
        FillDependencies("dependentRequired");
        FillDependencies("dependentSchemas");
        FillDependencies("dependencies");
        if (schema.TryGetProperty("required", out var required))
        {
            node.Required.AddRange(Names(required, "required"));
        }

        if (schema.TryGetProperty("additionalProperties", out var additional))
        {
            node.AllowsAdditional = additional.ValueKind != JsonValueKind.False;
            node.Additional = additional.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? null
                : compiler.NodeAt(additional, Child(pointer, "additionalProperties"));
        }
    }

    private void FillPatterns()
    {
        if (Members("patternProperties") is not { } patterns)
        {
            return;
        }

        var nodes = new List<KeyValuePair<Regex, SchemaNode>>();
        foreach (var each in patterns.EnumerateObject())
        {
            var place = Child(Child(pointer, "patternProperties"), each.Name);
            if (SchemaPattern.TryCompile(each.Name, out var pattern) is { } error)
            {
                compiler.Refuse(place, error);
            }
            else
            {
                nodes.Add(new(pattern!, compiler.NodeAt(each.Value, place)));
            }
        }

        node.Patterns = [.. nodes];
    }

    // Up to draft 7 `dependencies` held both kinds.
    private void FillDependencies(string keyword)
    {
        foreach (var each in Members(keyword)?.EnumerateObject() ?? default)
        {
            var isNames = keyword == "dependentRequired" || (keyword == "dependencies" && each.Value.ValueKind == JsonValueKind.Array);
            if (isNames)
            {
                node.DependentRequired[each.Name] = Names(each.Value, keyword);
            }
            else
            {
                node.DependentSchemas.Add(new(each.Name, compiler.NodeAt(each.Value, Child(Child(pointer, keyword), each.Name))));
            }
        }
    }

    private List<string> Names(JsonElement names, string keyword)
    {
        if (names.ValueKind == JsonValueKind.Array && names.EnumerateArray().All(static name => name.ValueKind == JsonValueKind.String))
        {
            return [.. names.EnumerateArray().Select(static name => name.GetString()!).Distinct(StringComparer.Ordinal)];
        }

        Refuse(keyword == "required" ? "`required` is a list of names" : $"`{keyword}` holds lists of names");
        return [];
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
}
