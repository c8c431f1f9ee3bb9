using System.Collections.Concurrent;
using KernelGuard.Evidence.Ledgers;

namespace KernelGuard.Evidence;

/// <summary>A ledger in a folder: chained lines in segments, an RFC 6962 tree over all of them, and signed checkpoints.</summary>
/// <remarks>
/// <para>
/// Appends that come together are written together, with one flush to disk for all: <see cref="AppendAsync"/> completes after that flush for
/// everything but outcomes, which do not wait. After the first error the ledger refuses all records until it is opened again, so there is never a
/// gap. What a crash leaves unfinished is cut when the ledger is opened, kept in a side file and recorded.
/// </para>
/// <para>One process at a time writes a ledger; anybody may read it meanwhile. Thread-safe.</para>
/// </remarks>
public sealed class FileLedger : ILedger
{
    private const int MaxBatch = 1024;
    private readonly BlockingCollection<PendingAppend> _queue = [];
    private readonly FileStream _lock;
    private readonly LedgerKey _key;
    private readonly LedgerWriter _writer;
    private readonly ITimer _timer;
    private readonly Task _loop;
    private volatile LedgerUnavailableException? _failure;
    private int _disposed;

    private FileLedger(FileStream exclusive, LedgerKey key, LedgerWriter writer, FileLedgerOptions options)
    {
        _lock = exclusive;
        _key = key;
        _writer = writer;
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _timer = options.TimeProvider.CreateTimer(_ => TryEnqueue(new PendingAppend(null)), null, options.CheckpointInterval, options.CheckpointInterval);
    }

    /// <inheritdoc/>
    public bool IsDurable => true;

    /// <summary>Opens a ledger, and makes it where there is none.</summary>
    /// <param name="folder">The ledger's folder.</param>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <exception cref="LedgerUnavailableException">Another process writes it, a file cannot be read or written, or it is damaged.</exception>
    public static FileLedger Open(string folder, FileLedgerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new FileLedgerOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxSegmentBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxSegmentRecords);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.CheckpointRecords);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.CheckpointInterval, TimeSpan.Zero);
        var files = new LedgerFolder(folder);
        FileStream? exclusive = null;
        LedgerKey? key = null;
        LedgerWriter? writer = null;
        try
        {
            Directory.CreateDirectory(files.FullPath);
            exclusive = TakeLock(files);
            key = options.SigningKey is { } given
                ? new LedgerKey(given, owned: false)
                : LedgerKey.LoadOrCreate(options.SigningKeyPath ?? files.DefaultKey);
            File.WriteAllText(files.PublicKey(key.Id), key.PublicPem + "\n");
            var recovery = new LedgerRecovery(files, options.WitnessPath);
            recovery.Run(options.TimeProvider.GetUtcNow());
            writer = new LedgerWriter(files, options, key, recovery);
            if (recovery.Cut is { } cut)
            {
                writer.Write([cut]);
            }

            return new FileLedger(exclusive, key, writer, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or LedgerUnavailableException or InvalidDataException or ArgumentException)
        {
            writer?.Dispose();
            key?.Dispose();
            exclusive?.Dispose();
            throw e as LedgerUnavailableException ?? new LedgerUnavailableException($"the ledger `{files.FullPath}` cannot be opened: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(EvidenceRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();

        // Made into text here, on the caller's thread: what cannot be written must not reach the one writer.
        _ = record.Salts;
        var pending = new PendingAppend(record);
        if (!TryEnqueue(pending))
        {
            throw _failure ?? new LedgerUnavailableException("the ledger is closed");
        }

        return record.Type == EvidenceRecordType.Outcome ? ValueTask.CompletedTask : new ValueTask(pending.Durable.WaitAsync(cancellationToken));
    }

    /// <summary>Writes what is still waiting, signs a last checkpoint and closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _timer.DisposeAsync();
        _queue.CompleteAdding();
        await _loop;
        _writer.Dispose();
        _key.Dispose();
        await _lock.DisposeAsync();
    }

    private static FileStream TakeLock(LedgerFolder files)
    {
        try
        {
            return new FileStream(files.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new LedgerUnavailableException($"the ledger `{files.FullPath}` is being written by another process: {e.Message}", e);
        }
    }

    private bool TryEnqueue(PendingAppend pending)
    {
        try
        {
            return _failure is null && _queue.TryAdd(pending);
        }
        catch (InvalidOperationException)
        {
            // Closed for adding between the check and the call.
            return false;
        }
    }

    private void Run()
    {
        var batch = new List<PendingAppend>(MaxBatch);
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            batch.Clear();
            batch.Add(first);
            while (batch.Count < MaxBatch && _queue.TryTake(out var next))
            {
                batch.Add(next);
            }

            Guarded(() => Commit(batch), batch);
        }

        Guarded(_writer.Checkpoint, []);
    }

    private void Commit(List<PendingAppend> batch)
    {
        _writer.Write(batch.Select(static pending => pending.Record).OfType<EvidenceRecord>());
        if (batch.Exists(static pending => pending.Record is null))
        {
            _writer.Checkpoint();
        }

        batch.ForEach(static pending => pending.Complete());
    }

    /// <summary>Runs one step of the writer; after a failed one no other runs.</summary>
    private void Guarded(Action step, List<PendingAppend> batch)
    {
        try
        {
            if (_failure is null)
            {
                step();
            }
        }
#pragma warning disable CA1031 // whatever fails here, those who wait have to be told, and nothing may be written after it
        catch (Exception e)
#pragma warning restore CA1031
        {
            _failure = new LedgerUnavailableException($"the ledger cannot be written until it is opened again: {e.Message}", e);
        }

        if (_failure is { } failure)
        {
            batch.ForEach(pending => pending.Fail(failure));
        }
    }
}
