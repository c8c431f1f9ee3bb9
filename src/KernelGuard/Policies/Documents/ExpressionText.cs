using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Documents;

/// <summary>A CEL expression, or a text that holds some, as written in a document.</summary>
internal sealed class ExpressionText
{
    private readonly DocumentNode.Scalar _scalar;

    public ExpressionText(DocumentNode.Scalar scalar) => _scalar = scalar;

    public string Text => _scalar.Text;

    public SourceSpan Span => _scalar.Span;

    /// <summary>Whether a comment follows on the line, which may have been meant as part of the text.</summary>
    public bool IsCutByComment =>
        _scalar.Style == ScalarStyle.Plain
        && Span.Source.Text.AsSpan(Span.Start + Span.Length).TrimStart(' ').StartsWith("#", StringComparison.Ordinal);

    /// <summary>The place of a part of the text.</summary>
    /// <remarks>Exact where the scalar is written without escapes and joined lines; else the scalar's beginning.</remarks>
    public SourceSpan Locate(int start, int length) => _scalar.Style switch
    {
        ScalarStyle.Plain or ScalarStyle.Quoted => LocateInLine(start, length),
        ScalarStyle.Literal => LocateInBlock(start, length),
        _ => _scalar.Span,
    };

    private SourceSpan LocateInLine(int start, int length)
    {
        var source = _scalar.Span.Source;
        var isVerbatim = string.CompareOrdinal(source.Text, _scalar.ContentStart, Text, 0, Text.Length) == 0;
        return isVerbatim ? source.Span(_scalar.ContentStart + start, Math.Max(1, length)) : _scalar.Span;
    }

    private SourceSpan LocateInBlock(int start, int length)
    {
        var source = _scalar.Span.Source;
        var before = Text.AsSpan(0, Math.Min(start, Text.Length));
        var line = _scalar.Span.Line + 1 + before.Count('\n');
        var column = before.Length - (before.LastIndexOf('\n') + 1);
        var rest = Text.AsSpan(before.Length - column);
        var content = rest.IndexOf('\n') is var end and >= 0 ? rest[..end] : rest;
        if (line > source.LineCount || !source.LineText(line).AsSpan().EndsWith(content, StringComparison.Ordinal))
        {
            return _scalar.Span;
        }

        return source.Span(source.EndOfLine(line) - content.Length + column, Math.Max(1, length));
    }
}
