namespace KernelGuard.Evidence.Ledgers;

/// <summary>Reads the lines of a file one by one, through one buffer.</summary>
internal sealed class LineReader : IDisposable
{
    /// <summary>Longer lines are not read: no record comes near, and a forged one must not exhaust memory.</summary>
    internal const int MaxLineBytes = 128 * 1024 * 1024;

    private readonly FileStream _file;
    private byte[] _buffer = new byte[1024 * 1024];

    // Position 0 stays free: a line is handed out with a zero byte before it, which is how it enters the tree.
    private int _start = 1;
    private int _end = 1;
    private bool _atEnd;

    internal LineReader(string path) =>
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    /// <summary>Where the latest line starts in the file.</summary>
    internal long LineOffset { get; private set; }

    /// <summary>How many lines were read.</summary>
    internal long LineNumber { get; private set; }

    /// <summary>Whether the latest line ended with a line feed.</summary>
    internal bool IsTerminated { get; private set; }

    /// <summary>Reads a line; false at the end.</summary>
    /// <param name="leafInput">A zero byte and the line without its line feed; valid until the next call.</param>
    /// <exception cref="InvalidDataException">The line is longer than <see cref="MaxLineBytes"/>.</exception>
    internal bool TryRead(out ReadOnlySpan<byte> leafInput)
    {
        var searched = 0;
        while (true)
        {
            var feed = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                leafInput = Take(searched + feed, terminated: true);
                return true;
            }

            searched = _end - _start;
            if (_atEnd)
            {
                leafInput = searched > 0 ? Take(searched, terminated: false) : default;
                return searched > 0;
            }

            Fill();
        }
    }

    public void Dispose() => _file.Dispose();

    private Span<byte> Take(int length, bool terminated)
    {
        LineOffset = _file.Position - (_end - _start);
        var line = _buffer.AsSpan(_start - 1, length + 1);
        line[0] = 0;
        _start += length + (terminated ? 1 : 0);
        LineNumber++;
        IsTerminated = terminated;
        return line;
    }

    private void Fill()
    {
        var kept = _end - _start;
        if (kept > MaxLineBytes)
        {
            throw new InvalidDataException("a line is longer than 128 MiB");
        }

        var target = kept + 1 > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, kept).CopyTo(target.AsSpan(1));
        _buffer = target;
        (_start, _end) = (1, kept + 1);
        var read = _file.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = read == 0;
        _end += read;
    }
}
