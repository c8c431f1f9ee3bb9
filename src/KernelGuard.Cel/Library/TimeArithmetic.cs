using KernelGuard.Cel.Evaluation;

namespace KernelGuard.Cel.Library;

/// <summary>Sums and differences of points in time and lengths of time.</summary>
internal static class TimeArithmetic
{
    private const long NanosPerSecond = 1_000_000_000;
    private static readonly CelError _range = new(CelErrorCodes.Overflow, "the length of time is out of range");

    public static CelValue Add(in CelValue left, in CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Timestamp, CelKind.Duration) => Move(left, right.RawBits),
        (CelKind.Duration, CelKind.Timestamp) => Move(right, left.RawBits),
        (CelKind.Duration, CelKind.Duration) => FromNanos((Int128)left.RawBits + right.RawBits),
        _ => CelValue.Error(Arithmetic.NoOverload),
    };

    public static CelValue Subtract(in CelValue left, in CelValue right) => (left.Kind, right.Kind) switch
    {
        (CelKind.Timestamp, CelKind.Timestamp) =>
            FromNanos(((Int128)(left.RawSeconds - right.RawSeconds) * NanosPerSecond) + (left.RawNanos - right.RawNanos)),
        (CelKind.Timestamp, CelKind.Duration) => Move(left, -(Int128)right.RawBits),
        (CelKind.Duration, CelKind.Duration) => FromNanos((Int128)left.RawBits - right.RawBits),
        _ => CelValue.Error(Arithmetic.NoOverload),
    };

    private static CelValue FromNanos(Int128 nanoseconds) =>
        nanoseconds < long.MinValue || nanoseconds > long.MaxValue ? CelValue.Error(_range) : CelValue.FromDuration((long)nanoseconds);

    private static CelValue Move(in CelValue timestamp, Int128 nanoseconds)
    {
        var total = ((Int128)timestamp.RawSeconds * NanosPerSecond) + timestamp.RawNanos + nanoseconds;
        var nanos = (int)(((total % NanosPerSecond) + NanosPerSecond) % NanosPerSecond);
        return CelValue.FromTimestamp((long)((total - nanos) / NanosPerSecond), nanos);
    }
}
