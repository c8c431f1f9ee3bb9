using System.Runtime.CompilerServices;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel;

/// <summary>A value of an expression, or the error in its place. Immutable; scalars are held without boxing.</summary>
/// <remarks>
/// <para>Equality follows the expression language: numbers compare by value across their kinds, lists and maps by their content, NaN
/// equals nothing,
/// and an error equals nothing. Use <see cref="ValueEquals"/> where the reason of a failed comparison matters.</para>
/// <para>The default value is an error.</para>
/// </remarks>
public readonly partial struct CelValue : IEquatable<CelValue>
{
    private const long HasSurrogatesFlag = 1 << 8;
    private const long UnconvertibleFlag = 1 << 9;
    private static readonly CelError _noValue = new(CelErrorCodes.Unreadable, "there is no value");

    // Two words, so that values are passed in registers where the platform can. A scalar is in the bits, and refers to its kind; of
    // anything else the bits are the kind and the flags.
    private readonly object? _reference;
    private readonly long _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private CelValue(ScalarKind kind, long bits)
    {
        _reference = kind;
        _bits = bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private CelValue(CelKind kind, object reference, long flags = 0)
    {
        _reference = reference;
        _bits = (long)kind | flags;
    }

    /// <summary>Gets the null value.</summary>
    public static CelValue Null => new(ScalarKind.Null, 0);

    /// <summary>Gets what the value is.</summary>
    public CelKind Kind => _reference is ScalarKind scalar ? scalar.Kind : (CelKind)(byte)_bits;

    /// <summary>Gets whether there is an error in place of a value.</summary>
    public bool IsError => Kind == CelKind.Error;

    /// <summary>Gets whether the value is the boolean true.</summary>
    public bool IsTrue => ReferenceEquals(_reference, ScalarKind.Bool) && _bits != 0;

    /// <summary>Gets the error, or null if there is a value.</summary>
    public CelError? ErrorValue => IsError ? (CelError?)_reference ?? _noValue : null;

    /// <summary>Gets the value as a boolean.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public bool AsBool => Require(CelKind.Bool)._bits != 0;

    /// <summary>Gets the value as a signed integer.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public long AsInt => Require(CelKind.Int)._bits;

    /// <summary>Gets the value as an unsigned integer.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public ulong AsUInt => (ulong)Require(CelKind.UInt)._bits;

    /// <summary>Gets the value as a floating-point number.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public double AsDouble => BitConverter.Int64BitsToDouble(Require(CelKind.Double)._bits);

    /// <summary>Gets the value as a string.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public string AsString => (string)Require(CelKind.String)._reference!;

    /// <summary>Gets the value as octets.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public ReadOnlyMemory<byte> AsBytes => (byte[])Require(CelKind.Bytes)._reference!;

    /// <summary>Gets the value as a list.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public ICelList AsList => (ICelList)Require(CelKind.List)._reference!;

    /// <summary>Gets the value as a map.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public ICelMap AsMap => (ICelMap)Require(CelKind.Map)._reference!;

    /// <summary>Gets the value as a point in time, cut to units of 100 ns.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public DateTimeOffset AsTimestamp => new(Require(CelKind.Timestamp)._bits, TimeSpan.Zero);

    /// <summary>Gets the whole seconds since 1970-01-01T00:00:00Z of a point in time, rounded down.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public long TimestampSeconds => Require(CelKind.Timestamp).RawSeconds;

    /// <summary>Gets the nanoseconds of a point in time after <see cref="TimestampSeconds"/>, from 0 to 999,999,999.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public int TimestampNanos => Require(CelKind.Timestamp).RawNanos;

    /// <summary>Gets the value as a length of time, cut to units of 100 ns.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public TimeSpan AsDuration => new(Require(CelKind.Duration)._bits / 100);

    /// <summary>Gets a length of time in nanoseconds.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public long DurationNanoseconds => Require(CelKind.Duration)._bits;

    /// <summary>Gets the name of a type value, such as <c>int</c> or <c>google.protobuf.Timestamp</c>.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public string AsTypeName => (string)Require(CelKind.Type)._reference!;

    /// <summary>Gets the value as one of a type of the host.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public ICelOpaque AsOpaque => (ICelOpaque)Require(CelKind.Opaque)._reference!;

    // The unchecked views are for code that has looked at Kind already.
    internal long RawBits => _bits;

    internal double RawDouble => BitConverter.Int64BitsToDouble(_bits);

    internal string RawString => Unsafe.As<string>(_reference!);

    internal byte[] RawBytes => Unsafe.As<byte[]>(_reference!);

    internal ICelList RawList => Unsafe.As<ICelList>(_reference!);

    internal ICelMap RawMap => Unsafe.As<ICelMap>(_reference!);

    /// <summary>Gets the whole seconds of a point in time, whose bits are the units of 100 ns since the year 1.</summary>
    internal long RawSeconds => (_bits / TimeSpan.TicksPerSecond) + MinTimestampSeconds;

    /// <summary>Gets the nanoseconds of a point in time after its whole seconds.</summary>
    internal int RawNanos => ((int)(_bits % TimeSpan.TicksPerSecond) * ScalarKind.TickNanos) + RawTickNanos;

    /// <summary>Gets what a point in time has below the 100 ns that its bits count; 0 for other scalars.</summary>
    internal int RawTickNanos => Unsafe.As<ScalarKind>(_reference!).Nanos;

    internal bool HasSurrogates => (_bits & HasSurrogatesFlag) != 0;

    /// <summary>Gets whether this is the default value, which no evaluation results in.</summary>
    internal bool IsUnset => _reference is null;

    internal bool IsUnconvertible => (_bits & UnconvertibleFlag) != 0;

    /// <summary>Compares two values.</summary>
    public static bool operator ==(CelValue left, CelValue right) => left.Equals(right);

    /// <summary>Compares two values.</summary>
    public static bool operator !=(CelValue left, CelValue right) => !left.Equals(right);

    /// <summary>Compares two values as the operator <c>==</c> does.</summary>
    /// <param name="left">The first value.</param>
    /// <param name="right">The second value.</param>
    /// <returns>A boolean, or an error: that of an operand or element, or one for data nested too deeply.</returns>
    public static CelValue ValueEquals(in CelValue left, in CelValue right) => ValueEquality.Equal(left, right, null);

    /// <summary>Orders two values as the operators <c>&lt;</c> and <c>&gt;</c> do.</summary>
    /// <param name="left">The first value.</param>
    /// <param name="right">The second value.</param>
    /// <returns>An int below, at or above 0, or an error if the values have no order, as with NaN.</returns>
    public static CelValue Compare(in CelValue left, in CelValue right) => ValueOrdering.Compare(left, right);

    /// <inheritdoc/>
    public bool Equals(CelValue other) => ValueEquals(this, other).IsTrue;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CelValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ValueEquality.Hash(this);

    /// <summary>
    /// Writes the value as an expression would, cut to a bounded depth and length; an error is written as its code and message.
    /// </summary>
    public override string ToString() => ValueWriter.Write(this);

    /// <summary>Gives an error without a place the place of the node that met it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal CelValue LocatedAt(Diagnostics.CelSpan span) => IsError ? LocateError(span) : this;

    /// <summary>Gives an error from elsewhere, such as another expression, a place in this expression.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal CelValue MovedTo(Diagnostics.CelSpan span) => IsError ? Error(ErrorValue!.At(span)) : this;

    private CelValue LocateError(Diagnostics.CelSpan span) => ErrorValue is { Span.Length: 0 } error ? Error(error.At(span)) : this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private CelValue Require(CelKind kind)
    {
        if (Kind != kind)
        {
            ThrowWrongKind(kind);
        }

        return this;
    }

    private void ThrowWrongKind(CelKind kind) => throw new InvalidOperationException($"the value is {Kind}, not {kind}");
}
