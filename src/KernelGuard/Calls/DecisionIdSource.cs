using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KernelGuard.Calls;

/// <summary>Gives every decision its id. Safe to use from many threads.</summary>
public abstract class DecisionIdSource
{
    private protected DecisionIdSource()
    {
    }

    /// <summary>A source for one process: 40 random bits that mark the process and a counter of 40 bits, so ids are unique and sort by time, then by order.</summary>
    public static DecisionIdSource Create() => new ProcessDecisionIdSource();

    /// <summary>A source for reproducible runs: the number after the time counts up, so equal input gives equal ids.</summary>
    /// <param name="first">The first number.</param>
    public static SequentialDecisionIdSource Sequential(ulong first = 1) => new(first);

    /// <summary>The id of the next decision.</summary>
    /// <param name="time">When the call was made.</param>
    public abstract DecisionId NextId(DateTimeOffset time);

    private sealed class ProcessDecisionIdSource : DecisionIdSource
    {
        private const ulong CounterMask = (1UL << 40) - 1;
        private readonly ulong _process;
        private ulong _counter;

        public ProcessDecisionIdSource()
        {
            Span<byte> random = stackalloc byte[8];
            RandomNumberGenerator.Fill(random);
            _process = BinaryPrimitives.ReadUInt64LittleEndian(random) & CounterMask;
        }

        public override DecisionId NextId(DateTimeOffset time)
        {
            var counter = Interlocked.Increment(ref _counter) & CounterMask;
            return new DecisionId(time, _process >> 24, (_process << 40) | counter);
        }
    }
}
