using System.ComponentModel;
using System.Globalization;
using Microsoft.SemanticKernel;

namespace SemanticKernelSample;

/// <summary>Pays money back. It does as it is told and checks nothing.</summary>
internal sealed class RefundsPlugin
{
    [KernelFunction("Issue")]
    [Description("Pays money back to the customer of an order.")]
    public static string Issue(string orderId, decimal amount, string currency)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"refunded {amount} {currency} for order {orderId}");
        Console.WriteLine($"tool       {text}");
        return text;
    }
}
