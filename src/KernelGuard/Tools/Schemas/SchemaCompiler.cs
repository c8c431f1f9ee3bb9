using System.Globalization;
using System.Text.Json;
using KernelGuard.Calls;

namespace KernelGuard.Tools.Schemas;

/// <summary>
/// Compiles a JSON Schema into nodes, once, when a tool is registered. What it cannot give effect to is an error there; keywords that it does
/// not know are annotations to a host, and doubts.
/// </summary>
/// <remarks>Nodes are filled from a queue, so no schema is too deep for the stack.</remarks>
internal sealed class SchemaCompiler
{
    private const int MaxNodes = 10_000;
    private const int MaxDoubts = 100;
    private readonly JsonElement _root;
    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, JsonElement>> _members = new(StringComparer.Ordinal);
    private readonly Queue<SchemaSource> _pending = new();
    private readonly List<SchemaProblem> _errors = [];
    private readonly List<SchemaProblem>? _doubts;

    private SchemaCompiler(JsonElement root, List<SchemaProblem>? doubts)
    {
        _root = root;
        _doubts = doubts;
    }

    /// <summary>Compiles a schema.</summary>
    /// <param name="schema">The JSON Schema.</param>
    /// <param name="root">The node of the whole.</param>
    /// <param name="doubts">Receives what has no effect, though it was probably meant to have one; null where nobody asks.</param>
    /// <returns>What is wrong, each error with its place in the schema; empty where it can be used.</returns>
    public static IReadOnlyList<SchemaProblem> Compile(JsonElement schema, out SchemaNode root, List<SchemaProblem>? doubts)
    {
        var compiler = new SchemaCompiler(schema, doubts);
        root = compiler.NodeAt(schema, "#");
        while (compiler._errors.Count == 0 && compiler._pending.TryDequeue(out var source))
        {
            compiler.Fill(source);
        }

        if (compiler._errors.Count == 0)
        {
            SchemaLinker.Link(compiler._nodes, compiler._errors);
        }

        if (compiler._errors.Count == 0 && doubts is not null)
        {
            SchemaDoubts.FindUnfittable(compiler._nodes, doubts);
        }

        return compiler._errors;
    }

    /// <summary>The node of a schema, filled later if it is new.</summary>
    internal SchemaNode NodeAt(JsonElement schema, string pointer)
    {
        if (!_nodes.TryGetValue(pointer, out var node))
        {
            node = new SchemaNode();
            _nodes.Add(pointer, node);
            _pending.Enqueue(new SchemaSource(this, node, schema, pointer));
        }

        return node;
    }

    /// <summary>Notes an error.</summary>
    internal void Refuse(string pointer, string message) => _errors.Add(new(pointer, message));

    /// <summary>Notes what of a schema's keywords has no effect.</summary>
    internal void Doubt(JsonElement schema, string pointer)
    {
        if (_doubts is { Count: < MaxDoubts })
        {
            SchemaDoubts.FindKeywords(schema, pointer, _doubts);
        }
    }

    /// <summary>The node that a local reference names, or null after an error.</summary>
    internal SchemaNode? Resolve(string reference, string pointer)
    {
        if (!reference.StartsWith('#') || (reference.Length > 1 && reference[1] != '/'))
        {
            Refuse(pointer, $"only references into the same schema can be followed, not {QuotedText.Quote(reference)}");
            return null;
        }

        var target = _root;
        var place = "#";
        foreach (var name in SchemaSource.Names(Uri.UnescapeDataString(reference)))
        {
            if (!TryStep(ref target, place, name))
            {
                Refuse(pointer, $"the reference {QuotedText.Quote(reference)} leads nowhere");
                return null;
            }

            place = SchemaSource.Child(place, name);
        }

        return NodeAt(target, place);
    }

    private bool TryStep(ref JsonElement target, string place, string name)
    {
        if (target.ValueKind == JsonValueKind.Object)
        {
            return MembersOf(target, place).TryGetValue(name, out target);
        }

        if (target.ValueKind != JsonValueKind.Array
            || !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index >= target.GetArrayLength())
        {
            return false;
        }

        target = target[index];
        return true;
    }

    // JsonElement looks members up one by one: with thousands of references into `$defs` that would take seconds.
    private Dictionary<string, JsonElement> MembersOf(JsonElement target, string place)
    {
        if (!_members.TryGetValue(place, out var members))
        {
            members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var member in target.EnumerateObject())
            {
                members[member.Name] = member.Value;
            }

            _members.Add(place, members);
        }

        return members;
    }

    private void Fill(SchemaSource source)
    {
        if (_nodes.Count > MaxNodes)
        {
            Refuse("#", $"the schema has more than {MaxNodes} parts");
            return;
        }

        try
        {
            source.Fill();
        }
        catch (InvalidOperationException)
        {
            Refuse(source.Pointer, "the schema holds text with half of a surrogate pair");
        }
    }
}
