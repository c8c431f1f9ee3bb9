using System.Buffers;

namespace KernelGuard.Cel.Library;

/// <summary>Offsets of time zones: IANA names, <c>UTC</c>, and fixed offsets such as <c>-08:00</c> or <c>02:00</c>.</summary>
internal static class TimeZones
{
    private const int MaxNameChars = 64;
    private static readonly SearchValues<char> _nameUnits =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

    public static bool TryGetOffset(string zone, long unixSeconds, out long seconds)
    {
        seconds = 0;
        if (zone is "UTC" or "")
        {
            return zone.Length > 0;
        }

        if (TryReadFixed(zone, out var offset))
        {
            seconds = offset;
            return true;
        }

        if (!IsIanaName(zone) || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
        {
            return false;
        }

        seconds = (long)found.GetUtcOffset(DateTime.UnixEpoch.AddSeconds(unixSeconds)).TotalSeconds;
        return true;
    }

    /// <summary>Whether a zone is known, on this machine.</summary>
    public static bool Exists(string zone) => TryGetOffset(zone, 0, out _);

    private static bool TryReadFixed(string zone, out int seconds)
    {
        seconds = 0;
        return zone.Length is 5 or 6
            && TimestampText.TryReadOffset(char.IsAsciiDigit(zone[0]) ? "+" + zone : zone, out seconds);
    }

    // The platform also knows the ids of another operating system (with blanks, or `UTC` and a sign) and reads files by name.
    private static bool IsIanaName(string zone) =>
        zone.Length <= MaxNameChars && !zone.AsSpan().ContainsAnyExcept(_nameUnits) && char.IsAsciiLetterUpper(zone[0])
        && !zone.StartsWith("UTC+", StringComparison.Ordinal) && !zone.StartsWith("UTC-", StringComparison.Ordinal);
}
