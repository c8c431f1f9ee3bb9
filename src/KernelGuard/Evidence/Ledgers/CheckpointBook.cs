using System.Security.Cryptography;
using KernelGuard.Evidence.Verification;

namespace KernelGuard.Evidence.Ledgers;

/// <summary>The checkpoints that a verifier knows, with their signatures checked, by the number of records they cover.</summary>
internal sealed class CheckpointBook : IDisposable
{
    private readonly SortedDictionary<long, List<Entry>> _byCount = [];
    private readonly Dictionary<string, ECDsa> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lines = new(StringComparer.Ordinal);
    private readonly FindingList _findings;

    private CheckpointBook(FindingList findings) => _findings = findings;

    internal long MaxTrustedCount { get; private set; }

    internal int Covered { get; private set; }

    internal LedgerCheckpoint? LastCovered { get; private set; }

    internal static CheckpointBook Read(LedgerFolder folder, LedgerVerifierOptions options, FindingList findings)
    {
        var book = new CheckpointBook(findings);
        book.AddKeys(options.PublicKeys.IsEmpty ? folder.PublicKeys().Select(File.ReadAllText) : options.PublicKeys);
        book.AddLines("trusted checkpoint", options.TrustedCheckpoints, trusted: true);
        if (options.WitnessPath is { } witness)
        {
            book.AddLines(Path.GetFileName(witness), FinishedLines(witness), trusted: true);
        }

        if (File.Exists(folder.Checkpoints))
        {
            book.AddLines(Path.GetFileName(folder.Checkpoints), FinishedLines(folder.Checkpoints), trusted: false);
        }

        return book;
    }

    internal bool IsSigned(long count, string root) =>
        _byCount.TryGetValue(count, out var entries) && entries.Exists(entry => entry.Checkpoint.Root == root);

    /// <summary>Compares the tree with the checkpoints that cover exactly what it holds.</summary>
    internal void Compare(LedgerChain chain, string? ledgerId)
    {
        if (!_byCount.Remove(chain.Count, out var entries))
        {
            return;
        }

        var root = chain.RootText();
        foreach (var (checkpoint, file, line) in entries)
        {
            if (ledgerId is not null && checkpoint.Ledger != ledgerId)
            {
                _findings.Add(LedgerFindingCodes.OtherLedger, file, line, chain.Count, "the checkpoint belongs to another ledger");
            }
            else if (checkpoint.Root != root)
            {
                _findings.Add(LedgerFindingCodes.RootMismatch, file, line, chain.Count, "the records are not those that the checkpoint covers");
            }
            else
            {
                Covered++;
                LastCovered = checkpoint;
            }
        }
    }

    /// <summary>Reports the checkpoints that cover more than there is.</summary>
    internal void Finish(long count)
    {
        foreach (var (_, file, line) in _byCount.Where(pair => pair.Key > count).SelectMany(static pair => pair.Value))
        {
            _findings.Add(LedgerFindingCodes.RecordsMissing, file, line, count, "the checkpoint covers more records than there are");
        }
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private static IEnumerable<(string Text, bool IsFinished)> Lines(string path)
    {
        using var reader = new LineReader(path);
        while (reader.TryRead(out var leafInput))
        {
            yield return (System.Text.Encoding.UTF8.GetString(leafInput[1..]), reader.IsTerminated);
        }
    }

    /// <summary>The lines of a file that may be growing: what has no line feed yet is not there yet.</summary>
    private static IEnumerable<string> FinishedLines(string path) =>
        Lines(path).Where(static line => line.IsFinished).Select(static line => line.Text);

    private void AddKeys(IEnumerable<string> pems)
    {
        foreach (var pem in pems)
        {
            if (LedgerKey.TryReadPublic(pem) is not { } key)
            {
                _findings.Add(LedgerFindingCodes.UnknownKey, "", 0, null, "a public key cannot be read");
            }
            else if (!_keys.TryAdd(LedgerKey.IdOf(key), key))
            {
                key.Dispose();
            }
        }
    }

    private void AddLines(string file, IEnumerable<string> lines, bool trusted)
    {
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (_lines.Add(line) && Check(file, number, line) is { } checkpoint)
            {
                MaxTrustedCount = trusted ? Math.Max(MaxTrustedCount, checkpoint.Count) : MaxTrustedCount;
                if (!_byCount.TryGetValue(checkpoint.Count, out var entries))
                {
                    _byCount.Add(checkpoint.Count, entries = []);
                }

                entries.Add(new Entry(checkpoint, file, number));
            }
        }
    }

    private LedgerCheckpoint? Check(string file, int number, string line)
    {
        if (LedgerCheckpoint.Parse(line.TrimEnd('\n')) is not { } checkpoint)
        {
            _findings.Add(LedgerFindingCodes.MalformedCheckpoint, file, number, null, "the line is no checkpoint");
            return null;
        }

        if (!_keys.TryGetValue(checkpoint.KeyId, out var key))
        {
            _findings.Add(LedgerFindingCodes.UnknownKey, file, number, checkpoint.Count, $"the key `{checkpoint.KeyId}` is not known");
            return null;
        }

        if (!checkpoint.IsSignedBy(key))
        {
            _findings.Add(LedgerFindingCodes.ForgedCheckpoint, file, number, checkpoint.Count, "the signature is not valid");
            return null;
        }

        return checkpoint;
    }

    private sealed record Entry(LedgerCheckpoint Checkpoint, string File, int Line);
}
