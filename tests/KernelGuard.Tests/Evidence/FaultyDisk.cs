using KernelGuard.Evidence.Ledgers;

namespace KernelGuard.Tests.Evidence;

/// <summary>A disk that fails when a test says so, after it wrote part of what it was given.</summary>
internal sealed class FaultyDisk
{
    public enum Fault
    {
        None,
        Append,
        PartOfAppend,
        Flush,
        Open,
    }

    public Fault Next { get; set; }

    public string Only { get; set; } = "segment-";

    public ILedgerFile Open(string path)
    {
        var applies = Path.GetFileName(path).StartsWith(Only, StringComparison.Ordinal);
        return applies && Next == Fault.Open ? throw new IOException("no space left on device") : new FaultyFile(this, LedgerFile.Open(path), applies);
    }

    private sealed class FaultyFile(FaultyDisk disk, ILedgerFile file, bool applies) : ILedgerFile
    {
        public long Length => file.Length;

        public void Append(ReadOnlySpan<byte> bytes)
        {
            if (applies && disk.Next is (Fault.Append or Fault.PartOfAppend))
            {
                file.Append(disk.Next == Fault.PartOfAppend ? bytes[..(bytes.Length / 2)] : []);
                throw new IOException("no space left on device");
            }

            file.Append(bytes);
        }

        public void Flush()
        {
            if (applies && disk.Next == Fault.Flush)
            {
                throw new IOException("input/output error");
            }

            file.Flush();
        }

        public void Dispose() => file.Dispose();
    }
}
