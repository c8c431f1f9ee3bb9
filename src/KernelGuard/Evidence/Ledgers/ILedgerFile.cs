namespace KernelGuard.Evidence.Ledgers;

/// <summary>A file that only grows. Tests replace it to see what a failing disk does.</summary>
internal interface ILedgerFile : IDisposable
{
    /// <summary>How many bytes it holds.</summary>
    long Length { get; }

    /// <summary>Writes behind the last byte.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Completes when what was written would survive a crash of the machine.</summary>
    void Flush();
}
