using System.Globalization;
using System.Text.RegularExpressions;

namespace KernelGuard.Policies.Reading;

/// <summary>Durations as policies write them: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>4h</c>, <c>7d</c>.</summary>
internal static partial class DurationText
{
    /// <summary>The duration, or null where the text is none or is longer than 10,000 days.</summary>
    public static TimeSpan? Parse(string text)
    {
        if (Pattern().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var ticks = match.Groups[2].Value switch
        {
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            _ => TimeSpan.TicksPerDay,
        };
        var count = long.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        return count <= TimeSpan.TicksPerDay * 10_000 / ticks ? TimeSpan.FromTicks(count * ticks) : null;
    }

    [GeneratedRegex(@"^([0-9]{1,15})(ms|s|m|h|d)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
