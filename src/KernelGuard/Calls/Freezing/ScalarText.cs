using System.Globalization;
using System.Numerics;

namespace KernelGuard.Calls.Freezing;

/// <summary>.NET values that have one obvious JSON form, as System.Text.Json writes them; the same in every culture.</summary>
/// <remarks>
/// Guid: 8-4-4-4-12 lower case. DateTime, DateTimeOffset: ISO 8601 with the fraction's digits that are there. DateOnly: yyyy-MM-dd.
/// TimeOnly, TimeSpan: [d.]hh:mm:ss[.fffffff]. Uri: as it was written. Enum: its name, not its number.
/// </remarks>
internal static class ScalarText
{
    /// <summary>The text form of a value, or null where it has none.</summary>
    public static string? Of(object value) => value switch
    {
        char c => c.ToString(),
        Guid guid => guid.ToString("D"),
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToTimeSpan().ToString("c", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        Uri uri => uri.OriginalString,
        Enum name => name.ToString(),
        _ => null,
    };

    /// <summary>The value of an integer of any size, cut to what an Int128 holds; null where it is no integer.</summary>
    public static Int128? IntegerOf(object value) => value switch
    {
        sbyte n => n,
        byte n => n,
        short n => n,
        ushort n => n,
        uint n => n,
        ulong n => n,
        nint n => n,
        nuint n => n,
        Int128 n => n,
        UInt128 n => Int128.CreateSaturating(n),
        BigInteger n => Int128.CreateSaturating(n),
        _ => null,
    };
}
