using System.ComponentModel;
using System.Globalization;

namespace ExtensionsAISample;

/// <summary>The application's tools. They do as they are told and check nothing.</summary>
internal static class ShopTools
{
    [Description("Pays money back to the customer of an order.")]
    public static string IssueRefund(string orderId, decimal amount, string currency) =>
        Say(string.Create(CultureInfo.InvariantCulture, $"refunded {amount} {currency} for order {orderId}"));

    [Description("Hands a case over to a person.")]
    public static string Escalate(string orderId, string reason) => Say($"ticket opened for order {orderId}: {reason}");

    private static string Say(string text)
    {
        Console.WriteLine($"tool       {text}");
        return text;
    }
}
