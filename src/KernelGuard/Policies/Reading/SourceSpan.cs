namespace KernelGuard.Policies.Reading;

/// <summary>A place in a document: an offset and how many characters to underline, all on one line.</summary>
internal readonly record struct SourceSpan
{
    public SourceSpan(PolicySource source, int start, int length)
    {
        Source = source;
        Start = Math.Clamp(start, 0, source.Text.Length);
        Length = Math.Clamp(length, 0, source.EndOfLine(source.LineOf(Start)) - Start);
    }

    public PolicySource Source { get; }

    public int Start { get; }

    public int Length { get; }

    public int Line => Source.LineOf(Start);

    public int Column => Start - Source.StartOfLine(Line) + 1;

    public string LineText => Source.LineText(Line);
}
