using System.Text.Json;
using KernelGuard.Calls;

namespace KernelGuard.Tools.Schemas;

internal sealed partial class SchemaSource
{
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

    private void FillConditions()
    {
        node.Not = Part("not");
        node.If = Part("if");
        node.Then = node.If is null ? null : Part("then");
        node.Else = node.If is null ? null : Part("else");
        foreach (var name in Dynamic)
        {
            if (schema.TryGetProperty(name, out _))
            {
                Refuse($"{QuotedText.Quote(name)} cannot be followed: use `$ref` into the same schema");
            }
        }
    }
}
