using KernelGuard.Policies;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Cli.Formatting;

/// <summary>Lays out one file, and makes sure that it says the same as before.</summary>
internal static class Layout
{
    /// <summary>The text as it should be.</summary>
    /// <param name="source">A text that a policy loader can read.</param>
    /// <exception cref="LayoutException">It cannot be laid out.</exception>
    public static string Format(PolicySource source)
    {
        var json = Path.GetExtension(source.Name).Equals(".json", StringComparison.OrdinalIgnoreCase) ? JsonLayout.Format(source.Text) : null;
        var formatted = json ?? YamlLayout.Format(source);
        return SaysTheSame(source, new PolicySource(source.Name, formatted)) ? formatted : throw new LayoutException("it would say something else");
    }

    private static bool SaysTheSame(PolicySource before, PolicySource after)
    {
        var bag = new DiagnosticBag();
        return AreEqual(NodeReader.Read(before, bag), NodeReader.Read(after, bag))
            && !bag.HasErrors
            && CommentsOf(before).SequenceEqual(CommentsOf(after), StringComparer.Ordinal);
    }

    // No deeper than the reader lets documents be.
    private static bool AreEqual(DocumentNode? left, DocumentNode? right) => (left, right) switch
    {
        (DocumentNode.Scalar a, DocumentNode.Scalar b) => a.Text == b.Text && a.Style == b.Style,
        (DocumentNode.List a, DocumentNode.List b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(pair => AreEqual(pair.First, pair.Second)),
        (DocumentNode.Map a, DocumentNode.Map b) => a.Entries.Count == b.Entries.Count
            && a.Entries.Zip(b.Entries).All(pair => AreEqual(pair.First.Key, pair.Second.Key) && AreEqual(pair.First.Value, pair.Second.Value)),
        _ => false,
    };

    private static IEnumerable<string> CommentsOf(PolicySource source) =>
        YamlTokenReader.Read(source).Where(token => token.Kind == TokenKind.Comment).Select(token => source.Text[token.Start..token.End]);
}
