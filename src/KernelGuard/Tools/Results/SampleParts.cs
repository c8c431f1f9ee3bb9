using KernelGuard.Tools.Schemas;

namespace KernelGuard.Tools.Results;

/// <summary>All schemas that one made-up value has to fit: some nodes, what applies in place of them, and the alternatives that were chosen. Immutable.</summary>
internal sealed class SampleParts
{
    private static readonly JsonTypes[] AllKinds =
        [JsonTypes.Object, JsonTypes.List, JsonTypes.Text, JsonTypes.Integer, JsonTypes.Fraction, JsonTypes.Boolean, JsonTypes.Null];

    private readonly SchemaNode[] _nodes;
    private readonly List<SchemaNode>[] _chosen;

    /// <summary>Makes the parts of nodes that all have to fit.</summary>
    public SampleParts(params SchemaNode[] nodes)
        : this(nodes, [])
    {
    }

    private SampleParts(SchemaNode[] nodes, List<SchemaNode>[] chosen)
    {
        _nodes = nodes;
        _chosen = chosen;
        All = Expand(nodes);
        Choice = All.SelectMany(part => new[] { part.AnyOf, part.OneOf }).FirstOrDefault(group => group.Count > 0 && !chosen.Contains(group));
    }

    /// <summary>The nodes, and everything of which all has to fit.</summary>
    public IReadOnlyList<SchemaNode> All { get; }

    /// <summary>Alternatives of which none was chosen yet, or null.</summary>
    public List<SchemaNode>? Choice { get; }

    /// <summary>How many were chosen.</summary>
    public int ChoiceCount => _chosen.Length;

    /// <summary>The same, with one of alternatives chosen.</summary>
    public SampleParts With(List<SchemaNode> alternatives, SchemaNode chosen) => new([.. _nodes, chosen], [.. _chosen, alternatives]);

    /// <summary>Whether a value fits all of them.</summary>
    public bool Fit(object? value) => Array.TrueForAll(_nodes, node => SchemaRun.ToCheck(payloadChars: 0).TryNormalize(node, value, SchemaPlace.Value, out _));

    /// <summary>The values that the schemas themselves give, the first choice first.</summary>
    public IEnumerable<object?> Given() =>
        All.Where(part => part.HasDefault).Select(part => part.Default)
            .Concat(All.Where(part => part.Values is { Count: 1 }).SelectMany(part => part.Values!))
            .Concat(All.Where(part => part.HasExample).Select(part => part.Example))
            .Concat(All.Where(part => part.Values is { Count: > 1 }).SelectMany(part => part.Values!));

    /// <summary>The kinds that a value can have, the first choice first. Where the types leave all open, what the schemas speak of comes first.</summary>
    public IEnumerable<JsonTypes> Kinds()
    {
        var types = All.Aggregate(JsonTypes.Any, static (types, part) => types & part.EffectiveTypes);
        var possible = AllKinds.Where(kind => (types & kind) != 0);
        return types != JsonTypes.Any ? possible : possible.OrderBy(kind => All.Any(part => SpeaksOf(part, kind)) ? 0 : kind == JsonTypes.Null ? 1 : 2);
    }

    /// <summary>What a member has to fit.</summary>
    public SchemaNode[] Members(string name) =>
        [.. All.Select(part => part.Properties.TryGetValue(name, out var member) ? member : part.Additional).OfType<SchemaNode>().Distinct()];

    /// <summary>Whether a member may not be there.</summary>
    public bool Forbid(string name) => All.Any(part => part.AllowsAdditional == false && !part.Properties.ContainsKey(name));

    /// <summary>What each list element has to fit.</summary>
    public SchemaNode[] Items() => [.. All.Select(part => part.Items).OfType<SchemaNode>().Distinct()];

    private static List<SchemaNode> Expand(IEnumerable<SchemaNode> nodes)
    {
        var all = new List<SchemaNode>();
        var seen = new HashSet<SchemaNode>();
        var pending = new Queue<SchemaNode>(nodes);
        while (pending.TryDequeue(out var node))
        {
            if (seen.Add(node))
            {
                all.Add(node);
                node.AllOf.ForEach(pending.Enqueue);
            }
        }

        return all;
    }

    private static bool SpeaksOf(SchemaNode part, JsonTypes kind) => kind switch
    {
        JsonTypes.Object => part.Properties.Count > 0 || part.Required.Count > 0 || part.AllowsAdditional is not null,
        JsonTypes.List => part.Items is not null || part.Count != SchemaRange.Open || part.UniqueItems,
        JsonTypes.Text => part.Pattern is not null || part.Format is not null || part.Length != SchemaRange.Open,
        JsonTypes.Integer or JsonTypes.Fraction => part.Minimum is not null || part.Maximum is not null,
        _ => false,
    };
}
