using System.Globalization;
using KernelGuard.Calls.Canonical;
using KernelGuard.Evidence.Records;
using KernelGuard.Evidence.Verification;

namespace KernelGuard.Evidence.Ledgers;

/// <summary>Finds out where a ledger on disk stands, and cuts a line that a crash left unfinished.</summary>
internal sealed class LedgerRecovery(LedgerFolder folder, string? witness = null)
{
    internal LedgerChain Chain { get; private set; } = new();

    /// <summary>The sequence number with which the open segment starts.</summary>
    internal long SegmentFirst { get; private set; }

    /// <summary>The SHA-256 of the ledger's first line; null while it has none.</summary>
    internal string? LedgerId { get; private set; }

    /// <summary>What was cut, or null.</summary>
    internal RecoveryRecord? Cut { get; private set; }

    internal long CheckpointCount { get; private set; }

    /// <summary>Reads the ledger's end.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger is damaged in a way that no crash explains.</exception>
    internal void Run(DateTimeOffset now)
    {
        foreach (var sideFile in new[] { folder.Checkpoints, folder.Roots, folder.Salts, witness })
        {
            CutUnterminated(sideFile);
        }

        ReadCheckpoints();
        var segments = folder.Segments();
        var next = Start(segments);
        for (var i = next; i < segments.Count; i++)
        {
            ReadSegment(segments[i], isLast: i == segments.Count - 1, now);
        }

        if (Chain.Count < CheckpointCount)
        {
            throw Damaged(string.Create(
                CultureInfo.InvariantCulture, $"it holds {Chain.Count} records, and a checkpoint covers {CheckpointCount}"));
        }
    }

    private void ReadCheckpoints()
    {
        if (!File.Exists(folder.Checkpoints))
        {
            return;
        }

        foreach (var line in File.ReadLines(folder.Checkpoints))
        {
            var checkpoint = LedgerCheckpoint.Parse(line) ?? throw Damaged("a line of checkpoints.jsonl is no checkpoint");
            CheckpointCount = Math.Max(CheckpointCount, checkpoint.Count);
            LedgerId = checkpoint.Ledger;
        }
    }

    /// <summary>Takes the state at the latest segment from roots.jsonl where it is there, so that opening does not read the whole ledger.</summary>
    private int Start(IReadOnlyList<long> segments)
    {
        if (segments.Count == 0 || segments[^1] == 0)
        {
            return 0;
        }

        var roots = SegmentRoots.ReadAll(folder.Roots).LastOrDefault(roots => roots.Count == segments[^1])?.ToChain();
        if (roots is null || LedgerId is null)
        {
            return 0;
        }

        Chain = roots;
        return segments.Count - 1;
    }

    private void ReadSegment(long first, bool isLast, DateTimeOffset now)
    {
        if (first != Chain.Count)
        {
            throw Damaged($"`{LedgerFolder.SegmentName(first)}` does not continue the segment before it");
        }

        SegmentFirst = first;
        if (FindDamage(first, isLast) is { } offset)
        {
            Cut = CutSegment(first, offset, now);
        }
    }

    /// <summary>Reads the lines of a segment into the chain; gives the place of an unfinished last line, or null.</summary>
    private long? FindDamage(long first, bool isLast)
    {
        using var reader = new LineReader(folder.Segment(first));
        while (reader.TryRead(out var leafInput))
        {
            var header = RecordScanner.Scan(leafInput[1..], Chain.Previous);
            if (reader.IsTerminated && header.Problem is null && header.NamesPrevious && header.Sequence == Chain.Count)
            {
                LedgerId ??= CanonicalJsonHash.Of(leafInput[1..]);
                Chain.Append(leafInput);
                continue;
            }

            // A crash leaves the last line unfinished, of the last segment, after everything that was signed. Anything else is no crash.
            var (line, offset, isRecord) = (reader.LineNumber, reader.LineOffset, reader.IsTerminated && header.Problem is null);
            return isLast && !isRecord && Chain.Count >= CheckpointCount && !reader.TryRead(out _)
                ? offset
                : throw Damaged(string.Create(CultureInfo.InvariantCulture, $"line {line} of `{LedgerFolder.SegmentName(first)}` is damaged"));
        }

        return null;
    }

    private RecoveryRecord CutSegment(long first, long offset, DateTimeOffset now)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"torn-{Chain.Count:D20}");
        var path = Enumerable.Range(0, int.MaxValue)
            .Select(attempt => folder.In(string.Create(CultureInfo.InvariantCulture, $"{name}-{attempt}.bin")))
            .First(static candidate => !File.Exists(candidate));
        using var segment = new FileStream(folder.Segment(first), FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var bytes = segment.Length - offset;
        using (var kept = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        {
            segment.Position = offset;
            segment.CopyTo(kept);
            kept.Flush(flushToDisk: true);
        }

        segment.SetLength(offset);
        segment.Flush(flushToDisk: true);
        return new RecoveryRecord(now, LedgerFolder.SegmentName(first), bytes, Path.GetFileName(path));
    }

    /// <summary>Cuts what follows the last line feed of a side file; what it said is said again by the next line.</summary>
    private static void CutUnterminated(string? path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        long end = 0;
        using (var reader = new LineReader(path))
        {
            while (reader.TryRead(out var line))
            {
                end += reader.IsTerminated ? line.Length : 0;
            }
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        if (file.Length != end)
        {
            file.SetLength(end);
            file.Flush(flushToDisk: true);
        }
    }

    private LedgerUnavailableException Damaged(string what) => new($"the ledger `{folder.FullPath}` cannot be continued: {what}");
}
