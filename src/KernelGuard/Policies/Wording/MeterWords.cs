using System.Globalization;
using KernelGuard.Rules.Meters;

namespace KernelGuard.Policies.Wording;

/// <summary>Says in plain words what throttles limit and what counters count.</summary>
internal static class MeterWords
{
    /// <summary>What a throttle does with calls.</summary>
    public static string Of(Throttle throttle)
    {
        var (meter, limit) = (throttle.Meter, throttle.Limit.ToString("0.############################", CultureInfo.InvariantCulture));
        var most = meter.Amount is not null ? $"a total of {limit}" : throttle.Limit == 1 ? "1 call" : $"{limit} calls";
        var cost = meter.Amount is { } amount ? $", to which each call adds {amount.Source}" : "";
        var counted = meter.Counts == CountedCalls.Succeeded ? ", calls that failed not counted" : "";
        var wait = throttle.MaxWait > TimeSpan.Zero ? $", waiting up to {Period(throttle.MaxWait)} for room" : "";
        return $"limited to {most} in {Period(meter.Per)}{ForEach(meter)}{cost}{counted}{wait}";
    }

    /// <summary>What a counter stands for.</summary>
    public static string Of(Counter counter)
    {
        var tools = PolicyWords.Tools(counter.Tools);
        var calls = counter.Meter.Counts switch
        {
            CountedCalls.Refused => $"refused calls of {tools}",
            CountedCalls.Simulated => $"simulated calls of {tools}",
            CountedCalls.Succeeded => $"calls of {tools} that ran and did not fail",
            _ => $"calls of {tools} that ran",
        };
        var what = counter.Meter.Amount is { } amount ? $"the sum of {amount.Source} over" : "the number of";
        return $"counters.{counter.Name} stands for {what} {calls} in the last {Period(counter.Meter.Per)}{ForEach(counter.Meter)}";
    }

    /// <summary>A length of time. A single day is told in hours, since windows slide and know no midnight.</summary>
    public static string Period(TimeSpan time)
    {
        var (count, unit) = time switch
        {
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerDay == 0 && ticks != TimeSpan.TicksPerDay => (ticks / TimeSpan.TicksPerDay, "day"),
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerHour == 0 => (ticks / TimeSpan.TicksPerHour, "hour"),
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerMinute == 0 => (ticks / TimeSpan.TicksPerMinute, "minute"),
            { Ticks: var ticks } when ticks % TimeSpan.TicksPerSecond == 0 => (ticks / TimeSpan.TicksPerSecond, "second"),
            _ => (time.Ticks / TimeSpan.TicksPerMillisecond, "millisecond"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
    }

    private static string ForEach(Meter meter) => meter.By.IsEmpty ? "" : $" for each {string.Join(" and ", meter.By.Select(key => key.Source))}";
}
