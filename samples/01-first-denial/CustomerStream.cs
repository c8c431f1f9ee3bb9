using System.Globalization;

namespace FirstDenial;

/// <summary>Makes up customers: most are honest, some conversations go wrong.</summary>
internal static class CustomerStream
{
    public static IEnumerable<Customer> Take(int count, int firstNumber, Dice dice)
    {
        for (var number = firstNumber; number < firstNumber + count; number++)
        {
            var temptation = dice.Percent(55) ? Temptation.None : dice.Pick(Enum.GetValues<Temptation>());
            var currency = dice.Percent(92) ? "USD" : dice.Pick("EUR", "GBP", "JPY", "usd");
            yield return new Customer(number, Amount(dice), currency, temptation) { AcceptsLess = dice.Percent(70) };
        }
    }

    private static string Amount(Dice dice) => dice.Below(10) switch
    {
        < 5 => Text(dice.Between(500, 9_999)),
        < 7 => Text(dice.Between(10_000, 50_000)),
        7 => dice.Pick("99.99", "100", "100.01", "499.99", "500", "500.01"),
        _ => Text(dice.Between(50_001, 250_000)),
    };

    private static string Text(int cents) => (cents / 100m).ToString("0.##", CultureInfo.InvariantCulture);
}
