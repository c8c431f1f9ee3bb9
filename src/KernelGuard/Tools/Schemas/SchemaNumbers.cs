namespace KernelGuard.Tools.Schemas;

/// <summary>Finds the numbers at which a schema begins or ceases to take an argument.</summary>
internal static class SchemaNumbers
{
    private const int MaxNodes = 200;

    /// <summary>The bounds and values that a schema names for an argument.</summary>
    /// <param name="root">The schema of all arguments.</param>
    /// <param name="path">The argument, and what is in it.</param>
    public static IEnumerable<double> Of(SchemaNode root, IEnumerable<string> path)
    {
        var nodes = path.Aggregate(
            InPlace([root]),
            (parents, name) => InPlace(parents.SelectMany(node => new[] { node.Properties.GetValueOrDefault(name), node.Additional }).OfType<SchemaNode>()));
        return nodes.SelectMany(Of);
    }

    private static IEnumerable<double> Of(SchemaNode node) =>
        new[] { node.Minimum, node.Maximum }.OfType<SchemaBound>().Select(bound => bound.Value)
            .Concat((node.Values ?? []).Where(value => value is long or double).Select(value => value is long integer ? integer : (double)value!));

    // Schemas may refer to each other in circles.
    private static HashSet<SchemaNode> InPlace(IEnumerable<SchemaNode> nodes)
    {
        var seen = new HashSet<SchemaNode>(nodes);
        var open = new Queue<SchemaNode>(seen);
        while (open.TryDequeue(out var node))
        {
            foreach (var part in node.InPlace.Where(part => seen.Count < MaxNodes && seen.Add(part)))
            {
                open.Enqueue(part);
            }
        }

        return seen;
    }
}
