using System.Buffers;
using System.Security.Cryptography;
using KernelGuard.Calls.Canonical;

namespace KernelGuard.Evidence;

/// <summary>Keeps the latest records in memory, as objects: lines are made only when somebody reads them. Thread-safe.</summary>
/// <remarks>Nothing survives the process, and older records give way to newer ones. It never refuses a record.</remarks>
public sealed class MemoryLedger : ILedger
{
    /// <summary>How many records are kept unless the constructor says otherwise.</summary>
    public const int DefaultCapacity = 10_000;

    /// <summary>How many characters of caller data are kept unless the constructor says otherwise.</summary>
    public const long DefaultMaxPayloadChars = 16_777_216;

    private readonly Lock _gate = new();
    private readonly Queue<EvidenceRecord> _records = new();
    private readonly int _capacity;
    private readonly long _maxPayloadChars;
    private long _payloadChars;
    private long _count;

    /// <summary>Creates an empty ledger.</summary>
    /// <param name="capacity">How many records it keeps; at least 1.</param>
    /// <param name="maxPayloadChars">How many characters of arguments and outputs it keeps, roughly; the latest record is always kept.</param>
    public MemoryLedger(int capacity = DefaultCapacity, long maxPayloadChars = DefaultMaxPayloadChars)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPayloadChars);
        _capacity = capacity;
        _maxPayloadChars = maxPayloadChars;
    }

    /// <inheritdoc/>
    public bool IsDurable => false;

    /// <summary>How many records it took since it was created, those that gave way included.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(EvidenceRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var chars = record.PayloadChars;
        lock (_gate)
        {
            _records.Enqueue(record);
            _count++;
            _payloadChars += chars;
            while (_records.Count > 1 && (_records.Count > _capacity || _payloadChars > _maxPayloadChars))
            {
                _payloadChars -= _records.Dequeue().PayloadChars;
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The records that are still kept, oldest first.</summary>
    public IReadOnlyList<EvidenceRecord> Snapshot()
    {
        lock (_gate)
        {
            return [.. _records];
        }
    }

    /// <summary>Writes the records that are still kept as chained lines, each with its line feed; the chain starts at the oldest of them.</summary>
    /// <param name="output">Where to.</param>
    public void WriteLines(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        EvidenceRecord[] records;
        long sequence;
        lock (_gate)
        {
            records = [.. _records];
            sequence = _count - records.Length;
        }

        Span<byte> previous = stackalloc byte[SHA256.HashSizeInBytes];
        previous.Clear();
        using var line = new CanonicalJsonBuffer(1024);
        foreach (var record in records)
        {
            line.Clear();
            record.WriteLine(line, sequence++, previous);
            SHA256.HashData(line.Written, previous);
            output.Write(line.Written);
            output.Write("\n"u8);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
