using System.Buffers;
using System.Text;
using KernelGuard.Calls;
using KernelGuard.Calls.Canonical;
using KernelGuard.Evidence.Records;

namespace KernelGuard.Evidence.Ledgers;

/// <summary>Turns batches of records into lines on disk. Used by one thread; after an error it must not be used again.</summary>
internal sealed class LedgerWriter : IDisposable
{
    private readonly LedgerFolder _folder;
    private readonly FileLedgerOptions _options;
    private readonly LedgerKey _key;
    private readonly LedgerChain _chain;
    private readonly List<ILedgerFile> _checkpoints = [];
    private readonly ILedgerFile _roots;
    private readonly CanonicalJsonBuffer _line = new(4096);
    private readonly CanonicalJsonBuffer _batch = new(64 * 1024);
    private readonly CanonicalJsonBuffer _saltLines = new(4096);
    private ILedgerFile? _salts;
    private ILedgerFile _segment;
    private string? _ledgerId;
    private long _segmentFirst;
    private long _checkpointCount;

    internal LedgerWriter(LedgerFolder folder, FileLedgerOptions options, LedgerKey key, LedgerRecovery recovery)
    {
        _folder = folder;
        _options = options;
        _key = key;
        _chain = recovery.Chain;
        _ledgerId = recovery.LedgerId;
        _segmentFirst = recovery.SegmentFirst;
        _checkpointCount = recovery.CheckpointCount;
        _checkpoints.Add(options.OpenFile(folder.Checkpoints));
        if (options.WitnessPath is { } witness)
        {
            _checkpoints.Add(options.OpenFile(witness));
        }

        _roots = options.OpenFile(folder.Roots);
        _segment = options.OpenFile(folder.Segment(_segmentFirst));
    }

    /// <summary>Writes records and completes when they are durable.</summary>
    internal void Write(IEnumerable<EvidenceRecord> records)
    {
        foreach (var record in records)
        {
            if (_chain.Count - _segmentFirst >= _options.MaxSegmentRecords || _segment.Length + _batch.Length >= _options.MaxSegmentBytes)
            {
                Flush();
                Rotate();
            }

            Add(record);
        }

        Flush();
        if (_chain.Count - _checkpointCount >= _options.CheckpointRecords)
        {
            Checkpoint();
        }
    }

    /// <summary>Signs what is written, if anything is new.</summary>
    internal void Checkpoint()
    {
        if (_chain.Count == _checkpointCount || _ledgerId is null)
        {
            return;
        }

        _salts?.Flush();
        var line = LedgerCheckpoint.Sign(_ledgerId, _chain, _options.TimeProvider.GetUtcNow(), _key).ToLine();
        foreach (var file in _checkpoints)
        {
            AppendLine(file, line);
        }

        _checkpointCount = _chain.Count;
    }

    public void Dispose()
    {
        _segment.Dispose();
        _roots.Dispose();
        _salts?.Dispose();
        _checkpoints.ForEach(static file => file.Dispose());
        _line.Dispose();
        _batch.Dispose();
        _saltLines.Dispose();
    }

    private void Add(EvidenceRecord record)
    {
        _line.Clear();
        _line.Write([(byte)0]);
        record.WriteLine(_line, _chain.Count, _chain.Previous);
        _ledgerId ??= CanonicalJsonHash.Of(_line.Written[1..]);
        _chain.Append(_line.Written);
        _batch.Write(_line.Written[1..]);
        _batch.Write("\n"u8);
        foreach (var salt in record.Salts)
        {
            CanonicalJson.Write(_saltLines, new RecordMembers()
                .Add("decision_id", salt.DecisionId?.ToString())
                .Add("path", salt.Path)
                .Add("commitment", salt.Commitment)
                .Add("salt", salt.Salt)
                .ToObject());
            _saltLines.Write("\n"u8);
        }
    }

    private void Flush()
    {
        if (_saltLines.Length > 0)
        {
            // Not flushed with every batch: a salt that a crash loses only means that its value can no longer be proved.
            _salts ??= _options.OpenFile(_folder.Salts);
            _salts.Append(_saltLines.Written);
            _saltLines.Clear();
        }

        if (_batch.Length > 0)
        {
            _segment.Append(_batch.Written);
            _segment.Flush();
            _batch.Clear();
        }
    }

    private void Rotate()
    {
        Checkpoint();
        AppendLine(_roots, SegmentRoots.Of(_chain).ToLine());
        _segment.Dispose();
        _segmentFirst = _chain.Count;
        _segment = _options.OpenFile(_folder.Segment(_segmentFirst));
    }

    private static void AppendLine(ILedgerFile file, string line)
    {
        file.Append(Encoding.UTF8.GetBytes(line + "\n"));
        file.Flush();
    }
}
