using System.Globalization;

namespace KernelGuard.Cli.CallLines;

/// <summary>The time of a call as it is written: RFC 3339, with an offset.</summary>
internal static class CallTime
{
    // What decision ids can hold, and early enough that a deadline after it is still a date.
    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Latest = new(9998, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text.</param>
    /// <param name="expected">What was expected instead; null where the text is a time.</param>
    /// <returns>The time in UTC, or null.</returns>
    public static DateTimeOffset? Read(string text, out string? expected)
    {
        var isTime = DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time);
        expected = !isTime || !HasOffset(text) ? "a time such as 2026-11-20T10:00:00Z" : IsInRange(time) ? null : "between 1970 and 9998";
        return expected is null ? time : null;
    }

    /// <summary>Whether calls can be made at a time.</summary>
    public static bool IsInRange(DateTimeOffset time) => time >= Earliest && time <= Latest;

    // Without an offset the meaning would depend on the machine.
    private static bool HasOffset(string text) => text[^1] == 'Z' || (text.Length > 6 && text[^3] == ':' && text[^6] is '+' or '-');
}
