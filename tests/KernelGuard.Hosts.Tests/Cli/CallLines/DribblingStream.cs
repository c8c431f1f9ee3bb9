namespace KernelGuard.Hosts.Tests.Cli.CallLines;

/// <summary>Gives its bytes in small pieces, as pipes may.</summary>
internal sealed class DribblingStream(byte[] bytes, int piece) : MemoryStream(bytes)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
}
