using System.Collections.Frozen;

namespace KernelGuard.Cel.Library;

/// <summary>Parts of points in time, in UTC or a given time zone, and of lengths of time.</summary>
internal static class TimeFunctions
{
    /// <summary>What the search for a time zone that does not exist costs: the platform goes through its files.</summary>
    public const int UnknownZoneCost = 400;

    private const long NanosPerMillisecond = 1_000_000;
    private const long NanosPerSecond = 1_000_000_000;

    private static readonly FrozenSet<string> ZoneFunctions =
        new[] { "getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfYear", "getDayOfWeek", "getHours", "getMinutes", "getSeconds", "getMilliseconds" }
            .ToFrozenSet(StringComparer.Ordinal);

    public static IEnumerable<CelFunction> Functions =>
    [
        new("getFullYear", Part(static time => time.Year)),
        new("getMonth", Part(static time => time.Month - 1)),
        new("getDate", Part(static time => time.Day)),
        new("getDayOfMonth", Part(static time => time.Day - 1)),
        new("getDayOfYear", Part(static time => time.DayOfYear)),
        new("getDayOfWeek", Part(static time => time.DayOfWeek)),
        new("getHours", [.. Part(static time => time.Hour), Total(3600 * NanosPerSecond)]),
        new("getMinutes", [.. Part(static time => time.Minute), Total(60 * NanosPerSecond)]),
        new("getSeconds", [.. Part(static time => time.Second), Total(NanosPerSecond)]),
        new("getMilliseconds", Milliseconds),
    ];

    /// <summary>Whether the second argument of a function is a time zone.</summary>
    public static bool TakesZone(string function) => ZoneFunctions.Contains(function);

    // A zone never changes the milliseconds; it is still checked.
    private static CelOverload[] Milliseconds =>
    [
        .. Getter(static (_, nanos) => nanos / NanosPerMillisecond),
        CelOverload.Engine(
            true,
            CelType.Int,
            static (arguments, _) => CelValue.FromInt(arguments[0].RawBits % NanosPerSecond / NanosPerMillisecond),
            CelType.Duration),
    ];

    private static CelOverload[] Part(Func<CivilTime, long> part) => Getter((seconds, _) => part(CivilTime.FromUnixSeconds(seconds)));

    private static CelOverload[] Getter(Func<long, int, long> part) =>
    [
        CelOverload.Engine(
            true, CelType.Int, (arguments, _) => CelValue.FromInt(part(arguments[0].RawSeconds, arguments[0].RawNanos)), CelType.Timestamp),
        CelOverload.Engine(
            true,
            CelType.Int,
            (arguments, activation) => TimeZones.TryGetOffset(arguments[1].RawString, arguments[0].RawSeconds, out var offset)
                ? CelValue.FromInt(part(arguments[0].RawSeconds + offset, arguments[0].RawNanos))
                : activation.Charge(UnknownZoneCost)
                    ? CelValue.Error(CelErrorCodes.InvalidArgument, $"there is no time zone {arguments[1]}")
                    : activation.AbortValue,
            CelType.Timestamp,
            CelType.String),
    ];

    private static CelOverload Total(long unit) =>
        CelOverload.Engine(true, CelType.Int, (arguments, _) => CelValue.FromInt(arguments[0].RawBits / unit), CelType.Duration);
}
