namespace KernelGuard.Policies.Reading;

/// <summary>A value of a document's text, with its place: a scalar, a list or a map.</summary>
internal abstract class DocumentNode
{
    private DocumentNode(SourceSpan span) => Span = span;

    public SourceSpan Span { get; }

    /// <summary>What it is, for messages.</summary>
    public abstract string Kind { get; }

    /// <summary>One value that is neither list nor map.</summary>
    internal sealed class Scalar(SourceSpan span, string text, ScalarStyle style, int contentStart) : DocumentNode(span)
    {
        /// <summary>The text, without quotes and escapes.</summary>
        public string Text { get; } = text;

        public ScalarStyle Style { get; } = style;

        /// <summary>The offset of the first character inside quotes or after the block indicator.</summary>
        public int ContentStart { get; } = contentStart;

        /// <summary>Whether the text means itself, also where it looks like a number.</summary>
        public bool IsText => Style != ScalarStyle.Plain || CoreSchema.IsText(Text);

        public override string Kind => IsText ? "text" : CoreSchema.KindOf(Text);
    }

    /// <summary>Values in order.</summary>
    internal sealed class List(SourceSpan span, IReadOnlyList<DocumentNode> items) : DocumentNode(span)
    {
        public IReadOnlyList<DocumentNode> Items { get; } = items;

        public override string Kind => "a list";
    }

    /// <summary>Values under keys, in the order of the text; each key once.</summary>
    internal sealed class Map(SourceSpan span, IReadOnlyList<KeyValuePair<Scalar, DocumentNode>> entries) : DocumentNode(span)
    {
        public IReadOnlyList<KeyValuePair<Scalar, DocumentNode>> Entries { get; } = entries;

        public override string Kind => "a map";
    }
}
