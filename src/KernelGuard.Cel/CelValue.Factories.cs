using System.Runtime.CompilerServices;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel;

/// <content>Ways to make values.</content>
public readonly partial struct CelValue
{
    internal const long MinTimestampSeconds = -62_135_596_800;
    internal const long MaxTimestampSeconds = 253_402_300_799;

    /// <summary>Makes a boolean.</summary>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CelValue FromBool(bool value) => new(ScalarKind.Bool, value ? 1 : 0);

    /// <summary>Makes a signed integer.</summary>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CelValue FromInt(long value) => new(ScalarKind.Int, value);

    /// <summary>Makes an unsigned integer.</summary>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CelValue FromUInt(ulong value) => new(ScalarKind.UInt, (long)value);

    /// <summary>Makes a floating-point number.</summary>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CelValue FromDouble(double value) => new(ScalarKind.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Makes a string.</summary>
    /// <param name="value">The text.</param>
    /// <returns>A string, or an error if the text is no sequence of code points because it holds half a surrogate pair.</returns>
    public static CelValue FromString(string value) => FromText(value, convertible: true);

    /// <summary>Makes a string of which the host says whether it may be read as a number or a boolean.</summary>
    /// <param name="value">The text.</param>
    /// <param name="convertible">False if <c>int()</c>, <c>uint()</c>, <c>double()</c> and <c>bool()</c> of it are errors, as for text
    /// from a source that
    /// is not trusted to agree with the reader on what number the text means. Strings made from it by functions and operators are
    /// ordinary strings.</param>
    /// <returns>A string, or an error if the text is no sequence of code points because it holds half a surrogate pair.</returns>
    public static CelValue FromText(string value, bool convertible)
    {
        ArgumentNullException.ThrowIfNull(value);
        var flags = convertible ? 0 : UnconvertibleFlag;
        if (CodePoints.HasSurrogates(value))
        {
            if (!CodePoints.IsWellFormed(value))
            {
                return Error(CelErrorCodes.Unreadable, "the text holds half a surrogate pair");
            }

            flags |= HasSurrogatesFlag;
        }

        return new CelValue(CelKind.String, value, flags);
    }

    /// <summary>Makes a sequence of octets. The array is not copied and must not change.</summary>
    /// <param name="value">The octets.</param>
    public static CelValue FromBytes(byte[] value) => new(CelKind.Bytes, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>Makes a list.</summary>
    /// <param name="value">The elements.</param>
    public static CelValue FromList(ICelList value) => new(CelKind.List, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>Makes a list of values. The array is not copied and must not change.</summary>
    /// <param name="values">The elements.</param>
    public static CelValue FromList(params CelValue[] values) => FromList(new ValueList(values));

    /// <summary>Makes a map.</summary>
    /// <param name="value">The entries.</param>
    public static CelValue FromMap(ICelMap value) => new(CelKind.Map, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>Makes a point in time.</summary>
    /// <param name="value">The point in time; its offset is not kept.</param>
    public static CelValue FromTimestamp(DateTimeOffset value) =>
        new(ScalarKind.Timestamp(0), value.UtcTicks);

    /// <summary>Makes a point in time.</summary>
    /// <param name="seconds">Whole seconds since 1970-01-01T00:00:00Z, rounded down.</param>
    /// <param name="nanos">Nanoseconds after that, from 0 to 999,999,999.</param>
    /// <returns>A point in time, or an error if it is not between the years 1 and 9999.</returns>
    public static CelValue FromTimestamp(long seconds, int nanos) =>
        seconds is < MinTimestampSeconds or > MaxTimestampSeconds || nanos is < 0 or > 999_999_999
            ? Error(CelErrorCodes.Overflow, "the point in time is not between the years 1 and 9999")
            : new CelValue(
                ScalarKind.Timestamp(nanos % ScalarKind.TickNanos),
                ((seconds - MinTimestampSeconds) * TimeSpan.TicksPerSecond) + (nanos / ScalarKind.TickNanos));

    /// <summary>Makes a length of time.</summary>
    /// <param name="value">The length of time.</param>
    /// <returns>A length of time, or an error if it is longer than about 292 years.</returns>
    public static CelValue FromDuration(TimeSpan value) =>
        value.Ticks is < long.MinValue / 100 or > long.MaxValue / 100
            ? Error(CelErrorCodes.Overflow, "the length of time is longer than 292 years")
            : FromDuration(value.Ticks * 100);

    /// <summary>Makes a length of time.</summary>
    /// <param name="nanoseconds">The length of time in nanoseconds.</param>
    public static CelValue FromDuration(long nanoseconds) => new(ScalarKind.Duration, nanoseconds);

    /// <summary>Makes a type value.</summary>
    /// <param name="name">The name of the type, such as <c>int</c>.</param>
    public static CelValue FromType(string name) => new(CelKind.Type, name ?? throw new ArgumentNullException(nameof(name)));

    /// <summary>Makes a value of a type of the host.</summary>
    /// <param name="value">The value.</param>
    public static CelValue FromOpaque(ICelOpaque value) => new(CelKind.Opaque, value ?? throw new ArgumentNullException(nameof(value)));

    /// <summary>Makes an error.</summary>
    /// <param name="error">The error.</param>
    public static CelValue Error(CelError error) => new(CelKind.Error, error ?? throw new ArgumentNullException(nameof(error)));

    /// <summary>Makes an error whose place in the expression the engine fills in.</summary>
    /// <param name="code">A stable code, see <see cref="CelErrorCodes"/>.</param>
    /// <param name="message">What went wrong: lower case, one line, no final period.</param>
    public static CelValue Error(string code, string message) => Error(new CelError(code, message));

    /// <summary>Makes a value of a .NET object, without copying what is inside it.</summary>
    /// <param name="value">
    /// Null, a boolean, a number, a string, an array of bytes, a <see cref="DateTimeOffset"/>, a UTC <see cref="DateTime"/>, a <see
    /// cref="TimeSpan"/>,
    /// a <see cref="System.Text.Json.JsonElement"/>, a dictionary with string keys, a list or other finite collection of such, an <see
    /// cref="ICelMap"/>, an
    /// <see cref="ICelList"/> or a <see cref="CelValue"/>. A number in JSON is an int if its value is an integer within ±(2^53-1), else a
    /// double.
    /// </param>
    /// <returns>The value; an error for any other object.</returns>
    public static CelValue FromObject(object? value) => ObjectReader.Read(value);
}
