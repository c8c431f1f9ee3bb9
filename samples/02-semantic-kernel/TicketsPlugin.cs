using System.ComponentModel;
using Microsoft.SemanticKernel;

namespace SemanticKernelSample;

/// <summary>Hands a case over to a person.</summary>
internal sealed class TicketsPlugin
{
    [KernelFunction("Escalate")]
    [Description("Hands a case over to a person.")]
    public static string Escalate(string orderId, string reason)
    {
        var text = $"ticket opened for order {orderId}: {reason}";
        Console.WriteLine($"tool       {text}");
        return text;
    }
}
