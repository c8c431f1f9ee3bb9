using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;

namespace KernelGuard.Tools.Schemas;

/// <summary>Completes compiled nodes with what follows from the schemas that apply in place, and refuses what never ends.</summary>
internal sealed class SchemaLinker
{
    private const int MaxInPlaceDepth = 32;
    private const int MaxInherited = 200_000;
    private readonly HashSet<SchemaNode> _linked = [];
    private readonly HashSet<SchemaNode> _open = [];
    private readonly List<SchemaProblem> _errors;
    private int _inherited;

    private SchemaLinker(List<SchemaProblem> errors) => _errors = errors;

    /// <summary>Links all nodes of a schema.</summary>
    /// <param name="nodes">The nodes by pointer.</param>
    /// <param name="errors">Receives the errors.</param>
    public static void Link(IReadOnlyDictionary<string, SchemaNode> nodes, List<SchemaProblem> errors)
    {
        var linker = new SchemaLinker(errors);
        foreach (var (pointer, node) in nodes)
        {
            linker.Link(node, pointer);
            if (errors.Count > 0)
            {
                return;
            }
        }

        foreach (var (pointer, node) in nodes)
        {
            linker.CheckDefault(node, pointer);
        }
    }

    private void Link(SchemaNode node, string pointer)
    {
        if (_linked.Contains(node) || _errors.Count > 0)
        {
            return;
        }

        if (_open.Count >= MaxInPlaceDepth || !_open.Add(node))
        {
            _errors.Add(new(pointer, $"references and alternatives lead in a circle, or nest deeper than {MaxInPlaceDepth}"));
            return;
        }

        foreach (var part in node.InPlace)
        {
            Link(part, pointer);
        }

        _open.Remove(node);
        if (_errors.Count == 0)
        {
            Complete(node, pointer);
            _linked.Add(node);
        }
    }

    private void Complete(SchemaNode node, string pointer)
    {
        node.EffectiveTypes = node.AllOf.Aggregate(node.Types, static (types, part) => types & part.EffectiveTypes)
            & UnionOfTypes(node.AnyOf) & UnionOfTypes(node.OneOf);
        node.AdmitsUnknown = node.AllowsAdditional
            ?? (node.UnevaluatedMembers is { Types: not JsonTypes.None }
                || node.InPlace.Any(part => part.AdmitsUnknown && part != node.Not && part != node.If));
        node.KeyPatterns = [.. node.Patterns.Select(static each => each.Key).Concat(node.InPlace.SelectMany(static part => part.KeyPatterns)).Distinct()];
        node.Late = node.AllOf.Count == 0 ? [node] : [.. node.AllOf.SelectMany(static part => part.Late).Prepend(node).Distinct()];
        foreach (var name in node.Properties.Keys.Concat(node.InPlace.SelectMany(static part => part.Spellings.Values)))
        {
            if (!node.Spellings.TryAdd(name, name) && node.Spellings[name] != name)
            {
                _errors.Add(new(pointer, $"two properties differ only by case: {QuotedText.Quote(name)}"));
            }
        }

        _inherited += node.Spellings.Count + node.KeyPatterns.Length + node.Late.Length;
        if (_inherited > MaxInherited)
        {
            _errors.Add(new(pointer, "references and alternatives bring together too many parts"));
        }

        if (!node.HasDefault && node.AllOf.Find(static part => part.HasDefault) is { } source)
        {
            node.HasDefault = true;
            node.Default = source.Default;
        }
    }

    private static JsonTypes UnionOfTypes(List<SchemaNode> parts) =>
        parts.Count == 0 ? JsonTypes.Any : parts.Aggregate(JsonTypes.None, static (types, part) => types | part.EffectiveTypes);

    // Generators write `default: null` for every optional parameter, also where null does not fit: then the tool fills it in itself.
    private void CheckDefault(SchemaNode node, string pointer)
    {
        if (!node.HasDefault)
        {
            return;
        }

        var run = new SchemaRun(new FreezeProgress(CallLimits.Default, ignoresCase: false), CallLimits.Default, isDirect: false);
        if (run.TryNormalize(node, node.Default, SchemaPlace.Value, out var fitting))
        {
            node.Default = fitting;
        }
        else if (node.Default is null)
        {
            node.HasDefault = false;
        }
        else
        {
            _errors.Add(new(pointer, $"the default does not fit: {run.Trace.ToProblem("default").Message}"));
        }
    }
}
