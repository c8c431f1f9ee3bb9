using Microsoft.Win32.SafeHandles;

namespace KernelGuard.Evidence.Ledgers;

/// <summary>A growing file on disk.</summary>
internal sealed class LedgerFile : ILedgerFile
{
    private readonly SafeFileHandle _file;

    private LedgerFile(SafeFileHandle file)
    {
        _file = file;
        Length = RandomAccess.GetLength(file);
    }

    public long Length { get; private set; }

    internal static ILedgerFile Open(string path) =>
        new LedgerFile(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));

    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_file, bytes, Length);
        Length += bytes.Length;
    }

    public void Flush() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();
}
