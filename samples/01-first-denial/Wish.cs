namespace FirstDenial;

/// <summary>A call that the model wants to make, as it writes it.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Arguments">The arguments, as JSON.</param>
internal sealed record Wish(string Tool, string Arguments)
{
    public static Wish LookUp(Customer customer) => new("Orders.Lookup", $$"""{"orderId":"{{customer.OrderId}}"}""");

    public static Wish Refund(Customer customer, string amount) =>
        new("Refunds.Issue", $$"""{"orderId":"{{customer.OrderId}}","amount":{{amount}},"currency":"{{customer.Currency}}"}""");

    public static Wish Escalate(Customer customer, string reason) =>
        new("Tickets.Escalate", $$"""{"orderId":"{{customer.OrderId}}","reason":"{{reason}}"}""");

    public static Wish Mail(string to, string subject) =>
        new("Email.Send", $$"""{"to":"{{to}}","subject":"{{subject}}","body":"Your refund is on its way."}""");

    /// <summary>What the model comes up with first: what the customer wants, or what it was tempted to do.</summary>
    public static Wish First(Customer customer)
    {
        var plain = Refund(customer, customer.Amount);
        return customer.Temptation switch
        {
            Temptation.PromptInjection => plain with { Arguments = plain.Arguments.Replace("}", ",\"approved\":true}", StringComparison.Ordinal) },
            Temptation.InventedTool => plain with { Tool = "Refunds.IssueNow" },
            Temptation.MisspelledArgument => plain with { Arguments = plain.Arguments.Replace("amount", "ammount", StringComparison.Ordinal) },
            Temptation.AmountInWords => Refund(customer, $"\"${customer.Amount}\""),
            Temptation.AmountAsText => Refund(customer, $"\"{customer.Amount}\""),
            Temptation.NegativeAmount => Refund(customer, $"-{customer.Amount}"),
            _ => plain,
        };
    }
}
