using System.Buffers.Binary;

namespace KernelGuard.Calls;

/// <summary>The id of one decision: a ULID, so ids sort by time. It links the decision's records, its telemetry and what the model is told.</summary>
/// <remarks>A 16-byte value; its text is made only when somebody asks for it.</remarks>
public readonly struct DecisionId : IEquatable<DecisionId>
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private readonly UInt128 _value;

    internal DecisionId(DateTimeOffset time, ulong high16, ulong low64) =>
        _value = ((UInt128)(ulong)time.ToUnixTimeMilliseconds() << 80) | ((UInt128)(high16 & 0xFFFF) << 64) | low64;

    /// <summary>The id as 26 characters of Crockford's base 32.</summary>
    public override string ToString() => string.Create(26, _value, static (text, value) =>
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }
    });

    /// <summary>The id as 32 lower-case hexadecimal digits, which serve as trace id where no trace is running.</summary>
    public string ToTraceId()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _value);
        return Convert.ToHexStringLower(bytes);
    }

    /// <inheritdoc/>
    public bool Equals(DecisionId other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DecisionId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>Whether two ids are equal.</summary>
    /// <param name="left">One id.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(DecisionId left, DecisionId right) => left.Equals(right);

    /// <summary>Whether two ids differ.</summary>
    /// <param name="left">One id.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(DecisionId left, DecisionId right) => !left.Equals(right);
}
