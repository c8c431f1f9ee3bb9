using KernelGuard.Cel;
using KernelGuard.Cel.Ranges;
using KernelGuard.Tools.Schemas;

namespace KernelGuard.Policies.Catalogue;

/// <summary>Which values arguments can have when a call is judged: what does not fit the schema was refused before.</summary>
internal static class ArgumentRanges
{
    private const int MaxNodes = 100;

    // An argument that is NaN is refused.
    private static readonly CelRange Unknown = CelRange.Anything with { MayBeNaN = false };

    /// <summary>The range of a path of a call whose tool is not known; null for what is no argument.</summary>
    public static CelRange? OfAnyTool(string path) => path.StartsWith("args.", StringComparison.Ordinal) ? Unknown : null;

    /// <summary>The range of a path of calls that fit a schema; null for what is no argument.</summary>
    public static CelRange? Of(ToolSchema schema, string path)
    {
        if (OfAnyTool(path) is null)
        {
            return null;
        }

        var nodes = AllOf([schema.Root]);
        var mayBeAbsent = true;
        foreach (var name in path.Split('.').Skip(1))
        {
            var inner = AllOf(nodes.Select(node => node.Properties.GetValueOrDefault(name)).OfType<SchemaNode>());
            mayBeAbsent = !nodes.Exists(node => node.Required.Contains(name)) && !inner.Exists(node => node.HasDefault);
            nodes = inner;
        }

        return nodes.Aggregate(Unknown, Narrow) with { MayBeAbsent = mayBeAbsent };
    }

    // Alternatives and what else applies in place are left out, which makes the range wider.
    private static List<SchemaNode> AllOf(IEnumerable<SchemaNode> nodes)
    {
        var all = nodes.ToList();
        for (var i = 0; i < all.Count && all.Count < MaxNodes; i++)
        {
            all.AddRange(all[i].AllOf);
        }

        return all;
    }

    private static CelRange Narrow(CelRange range, SchemaNode node)
    {
        var types = node.EffectiveTypes;
        var (least, greatest) = (node.Minimum, node.Maximum);
        var isLower = least?.Value > range.Min;
        var isUpper = greatest?.Value < range.Max;
        var size = types switch
        {
            JsonTypes.Text => node.Length,
            JsonTypes.List => node.Count,
            _ => SchemaRange.Open,
        };
        return range with
        {
            MayBeNumber = range.MayBeNumber && (types & JsonTypes.Number) != 0,
            MayBeText = range.MayBeText && (types & JsonTypes.Text) != 0,
            MayBeOther = range.MayBeOther && (types & ~(JsonTypes.Number | JsonTypes.Text)) != 0,
            IsWhole = range.IsWhole || (types & JsonTypes.Fraction) == 0,
            Min = isLower ? least!.Value.Value : range.Min,
            IsMinExclusive = isLower ? least!.Value.IsExclusive : range.IsMinExclusive,
            Max = isUpper ? greatest!.Value.Value : range.Max,
            IsMaxExclusive = isUpper ? greatest!.Value.IsExclusive : range.IsMaxExclusive,
            MinSize = Math.Max(range.MinSize, size.Least),
            MaxSize = size.Greatest == int.MaxValue ? range.MaxSize : Math.Min(range.MaxSize, size.Greatest),
            OneOf = range.OneOf ?? ValuesOf(node),
        };
    }

    private static List<CelValue>? ValuesOf(SchemaNode node)
    {
        if (node.Values is { } values)
        {
            return values.All(value => value is null or bool or long or double or string) ? [.. values.Select(CelValue.FromObject)] : null;
        }

        return (node.EffectiveTypes & ~JsonTypes.Null) == JsonTypes.Boolean
            ? [CelValue.FromBool(true), CelValue.FromBool(false), .. (node.EffectiveTypes & JsonTypes.Null) == 0 ? [] : new[] { CelValue.Null }]
            : null;
    }
}
