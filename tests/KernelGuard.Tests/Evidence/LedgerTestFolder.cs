using KernelGuard.Evidence;
using KernelGuard.Evidence.Ledgers;

namespace KernelGuard.Tests.Evidence;

/// <summary>A ledger folder of one test, with what tests do to it.</summary>
internal sealed class LedgerTestFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("kernelguard-ledger-");

    public string Path => System.IO.Path.Combine(_root.FullName, "ledger");

    public string KeyPath => System.IO.Path.Combine(_root.FullName, "keys", "ledger.pem");

    public string FirstSegment => In(LedgerFolder.SegmentName(0));

    public string Checkpoints => In("checkpoints.jsonl");

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public string Beside(string name) => System.IO.Path.Combine(_root.FullName, name);

    public FileLedger Open(FileLedgerOptions? options = null) => FileLedger.Open(Path, options);

    /// <summary>Writes a ledger of calls, each with decision and outcome, and closes it.</summary>
    public async Task WriteCallsAsync(int calls, FileLedgerOptions? options = null, ulong first = 1)
    {
        await using var ledger = Open(options);
        for (var number = first; number < first + (ulong)calls; number++)
        {
            await ledger.AppendAsync(EvidenceSamples.DecisionRecord(number), CancellationToken.None);
            await ledger.AppendAsync(EvidenceSamples.OutcomeRecord(number), CancellationToken.None);
        }
    }

    public Task<LedgerVerification> VerifyAsync(LedgerVerifierOptions? options = null) =>
        LedgerVerifier.VerifyAsync(Path, options, Xunit.TestContext.Current.CancellationToken);

    public string[] SegmentFiles() => [.. Directory.GetFiles(Path, "segment-*.jsonl").Order(StringComparer.Ordinal)];

    public string[] Lines() => [.. SegmentFiles().SelectMany(File.ReadAllLines)];

    public void EditLines(Func<List<string>, List<string>> edit, string? file = null)
    {
        file ??= FirstSegment;
        File.WriteAllText(file, string.Concat(edit([.. File.ReadAllLines(file)]).Select(static line => line + "\n")));
    }

    public void Dispose() => _root.Delete(recursive: true);
}
