namespace KernelGuard.Cel.Library;

/// <summary>A point in time as a calendar and a clock show it. The proleptic Gregorian calendar, without leap seconds.</summary>
internal readonly record struct CivilTime(long Year, int Month, int Day, int Hour, int Minute, int Second)
{
    private const int SecondsPerDay = 86_400;
    private const int DaysPerEra = 146_097;

    /// <summary>Gets the day of the year, from 0.</summary>
    public int DayOfYear => (int)(DaysFromCivil(Year, Month, Day) - DaysFromCivil(Year, 1, 1));

    /// <summary>Gets the day of the week, from 0 for Sunday.</summary>
    public int DayOfWeek => (int)(((DaysFromCivil(Year, Month, Day) % 7) + 11) % 7);

    public static CivilTime FromUnixSeconds(long seconds)
    {
        var days = Math.DivRem(seconds, SecondsPerDay, out var rest);
        if (rest < 0)
        {
            days--;
            rest += SecondsPerDay;
        }

        var (year, month, day) = CivilFromDays(days);
        return new CivilTime(year, month, day, (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
    }

    public static bool IsDate(int year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && year is >= 1 and <= 9999 && day <= DateTime.DaysInMonth(year, month);

    public long ToUnixSeconds() => (DaysFromCivil(Year, Month, Day) * SecondsPerDay) + (Hour * 3600) + (Minute * 60) + Second;

    // Years run from March here, so that the leap day is the last of its year; an era is 400 years.
    private static long DaysFromCivil(long year, int month, int day)
    {
        year -= month <= 2 ? 1 : 0;
        var era = (year >= 0 ? year : year - 399) / 400;
        var yearOfEra = year - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        return (era * DaysPerEra) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719_468;
    }

    private static (long Year, int Month, int Day) CivilFromDays(long days)
    {
        days += 719_468;
        var era = (days >= 0 ? days : days - (DaysPerEra - 1)) / DaysPerEra;
        var dayOfEra = days - (era * DaysPerEra);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shifted = ((5 * dayOfYear) + 2) / 153;
        var month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
        return (yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month, (int)(dayOfYear - (((153 * shifted) + 2) / 5) + 1));
    }
}
