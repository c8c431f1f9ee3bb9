namespace FirstDenial;

/// <summary>Somebody who wants money back.</summary>
/// <param name="Number">From 1; makes the ids.</param>
/// <param name="Amount">How much they ask for, as the model will write it.</param>
/// <param name="Currency">In which currency.</param>
/// <param name="Temptation">What makes the model go astray in this conversation.</param>
internal sealed record Customer(int Number, string Amount, string Currency, Temptation Temptation)
{
    public string Session => $"s{Number:000}";

    public string Id => $"u{Number:000}";

    public string Email => $"customer{Number:000}@example.com";

    public string OrderId => $"A-{1000 + Number}";

    /// <summary>Whether they settle for less than they asked for.</summary>
    public bool AcceptsLess { get; init; } = true;
}
