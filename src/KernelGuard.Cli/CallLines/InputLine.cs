namespace KernelGuard.Cli.CallLines;

/// <summary>One line of the input, as bytes.</summary>
/// <param name="Number">Its number, from 1; blank lines count.</param>
/// <param name="Bytes">What stands on it, without its end. Valid until the next line is read; the reader of the line may overwrite it.</param>
/// <param name="IsTooLong">Whether it was longer than a line may be; its bytes are then not kept.</param>
internal readonly record struct InputLine(long Number, Memory<byte> Bytes, bool IsTooLong)
{
    /// <summary>Whether nothing stands on the line.</summary>
    public bool IsBlank => !IsTooLong && Bytes.Span.IndexOfAnyExcept(" \t\r"u8) < 0;
}
