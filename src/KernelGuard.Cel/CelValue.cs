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
    private const byte HasSurrogatesFlag = 1;
    private const byte UnconvertibleFlag = 2;
    private static readonly CelError _noValue = new(CelErrorCodes.Unreadable, "there is no value");

    private readonly object? _reference;
    private readonly long _bits;
    private readonly int _nanos;
    private readonly CelKind _kind;
    private readonly byte _flags;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private CelValue(CelKind kind, long bits, object? reference = null, int nanos = 0, byte flags = 0)
    {
        _kind = kind;
        _bits = bits;
        _reference = reference;
        _nanos = nanos;
        _flags = flags;
    }

    /// <summary>Gets the null value.</summary>
    public static CelValue Null => new(CelKind.Null, 0);

    /// <summary>Gets what the value is.</summary>
    public CelKind Kind => _kind;

    /// <summary>Gets whether there is an error in place of a value.</summary>
    public bool IsError => _kind == CelKind.Error;

    /// <summary>Gets whether the value is the boolean true.</summary>
    public bool IsTrue => _kind == CelKind.Bool && _bits != 0;

    /// <summary>Gets the error, or null if there is a value.</summary>
    public CelError? ErrorValue => _kind == CelKind.Error ? (CelError?)_reference ?? _noValue : null;

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
    public DateTimeOffset AsTimestamp => DateTimeOffset.FromUnixTimeSeconds(Require(CelKind.Timestamp)._bits).AddTicks(_nanos / 100);

    /// <summary>Gets the whole seconds since 1970-01-01T00:00:00Z of a point in time, rounded down.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public long TimestampSeconds => Require(CelKind.Timestamp)._bits;

    /// <summary>Gets the nanoseconds of a point in time after <see cref="TimestampSeconds"/>, from 0 to 999,999,999.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public int TimestampNanos => Require(CelKind.Timestamp)._nanos;

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

    internal ICelList RawList => (ICelList)_reference!;

    internal ICelMap RawMap => (ICelMap)_reference!;

    internal int RawNanos => _nanos;

    internal bool HasSurrogates => (_flags & HasSurrogatesFlag) != 0;

    /// <summary>Gets whether this is the default value, which no evaluation results in.</summary>
    internal bool IsUnset => _kind == CelKind.Error && _reference is null;

    internal bool IsUnconvertible => (_flags & UnconvertibleFlag) != 0;

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
    internal CelValue LocatedAt(Diagnostics.CelSpan span) => _kind == CelKind.Error ? LocateError(span) : this;

    /// <summary>Gives an error from elsewhere, such as another expression, a place in this expression.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal CelValue MovedTo(Diagnostics.CelSpan span) => _kind == CelKind.Error ? Error(ErrorValue!.At(span)) : this;

    private CelValue LocateError(Diagnostics.CelSpan span) => ErrorValue is { Span.Length: 0 } error ? Error(error.At(span)) : this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private CelValue Require(CelKind kind)
    {
        if (_kind != kind)
        {
            ThrowWrongKind(kind);
        }

        return this;
    }

    private void ThrowWrongKind(CelKind kind) => throw new InvalidOperationException($"the value is {_kind}, not {kind}");
}
