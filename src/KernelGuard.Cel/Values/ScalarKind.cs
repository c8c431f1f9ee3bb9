namespace KernelGuard.Cel.Values;

/// <summary>
/// What a <see cref="CelValue"/> refers to if all of it is in its bits: the kind of the bits, and what of a point in time is below 100 ns.
/// </summary>
internal sealed class ScalarKind(CelKind kind, int nanos = 0)
{
    public const int TickNanos = 100;

    public static readonly ScalarKind Null = new(CelKind.Null);
    public static readonly ScalarKind Bool = new(CelKind.Bool);
    public static readonly ScalarKind Int = new(CelKind.Int);
    public static readonly ScalarKind UInt = new(CelKind.UInt);
    public static readonly ScalarKind Double = new(CelKind.Double);
    public static readonly ScalarKind Duration = new(CelKind.Duration);
    private static readonly ScalarKind[] _timestamps =
        [.. Enumerable.Range(0, TickNanos).Select(nanos => new ScalarKind(CelKind.Timestamp, nanos))];

    public CelKind Kind => kind;

    public int Nanos => nanos;

    public static ScalarKind Timestamp(int nanos) => _timestamps[nanos];
}
