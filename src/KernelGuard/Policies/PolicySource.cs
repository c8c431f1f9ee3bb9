using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies;

/// <summary>The text of one policy document, and the name under which diagnostics show it. Immutable.</summary>
public sealed class PolicySource
{
    private readonly int[] _lineStarts;

    /// <summary>Creates a source.</summary>
    /// <param name="name">A file name, or any name that helps a reader of diagnostics.</param>
    /// <param name="text">YAML or JSON. A byte order mark is dropped and all line endings become LF.</param>
    public PolicySource(string name, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(text);
        Name = name;
        Text = (text.StartsWith('\uFEFF') ? text[1..] : text).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        _lineStarts = FindLineStarts(Text);
    }

    /// <summary>The file name.</summary>
    public string Name { get; }

    /// <summary>The text.</summary>
    public string Text { get; }

    internal SourceSpan Span(int start, int length) => new(this, start, length);

    /// <summary>The line, from 1, that holds an offset; the end of the text belongs to the last line.</summary>
    internal int LineOf(int offset)
    {
        var index = Array.BinarySearch(_lineStarts, offset);
        return index >= 0 ? index + 1 : ~index;
    }

    internal int StartOfLine(int line) => _lineStarts[line - 1];

    internal int EndOfLine(int line) => line < _lineStarts.Length ? _lineStarts[line] - 1 : Text.Length;

    internal int LineCount => _lineStarts.Length;

    internal string LineText(int line) => Text[StartOfLine(line)..EndOfLine(line)];

    private static int[] FindLineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                starts.Add(i + 1);
            }
        }

        return [.. starts];
    }
}
