namespace KernelGuard.Cli.CallLines;

/// <summary>Splits a stream into lines as they arrive: a line is given out as soon as its end is there. Memory is bounded by the longest line allowed.</summary>
/// <param name="input">The stream; a UTF-8 byte order mark at its start is skipped.</param>
/// <param name="maxLineBytes">How long a line may be, without its end.</param>
internal sealed class LineReader(Stream input, int maxLineBytes = LineReader.DefaultMaxLineBytes)
{
    /// <summary>How long a line may be where nobody says otherwise: 16 MiB.</summary>
    public const int DefaultMaxLineBytes = 16 * 1024 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private int _searched;
    private bool _ended;
    private bool _skipping;
    private long _number;

    /// <summary>The next line, or null at the end. A last line without a line end counts.</summary>
    public async ValueTask<InputLine?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                return Take(_searched + found, next: _searched + found + 1);
            }

            _searched = _end;
            if (_ended)
            {
                return _start < _end || _skipping ? Take(_end, next: _end) : null;
            }

            MakeRoom();
            var read = await input.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            _ended = read == 0;
            _end += read;
        }
    }

    private InputLine Take(int end, int next)
    {
        var bytes = _buffer.AsMemory(_start, end - _start);
        var tooLong = _skipping || bytes.Length > maxLineBytes;
        _start = _searched = next;
        _skipping = false;
        _number++;
        if (_number == 1 && bytes.Span.StartsWith(ByteOrderMark))
        {
            bytes = bytes[ByteOrderMark.Length..];
        }

        return new InputLine(_number, tooLong ? default : bytes, tooLong);
    }

    private void MakeRoom()
    {
        if (_end - _start > maxLineBytes)
        {
            // What is already too long is not kept; the rest of the line is read past.
            _skipping = true;
            _start = _end;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            _searched = _end;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }
}
