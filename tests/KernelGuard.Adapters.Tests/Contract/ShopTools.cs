using System.Collections.Concurrent;
using System.Globalization;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>The tools of the contract, for every host.</summary>
internal sealed class ShopTools
{
    private readonly ConcurrentQueue<string> _ran = new();

    public IReadOnlyList<string> Ran => [.. _ran];

    /// <summary>The method that is a tool.</summary>
    public Delegate this[string tool] => tool switch
    {
        "Refunds.Issue" => (string orderId, decimal amount, string currency) => Note(string.Create(CultureInfo.InvariantCulture, $"refund {orderId} {amount} {currency}")),
        "Orders.Lookup" => (string orderId) => Note($"lookup {orderId}"),
        "Tickets.Create" => (string subject, string[]? tags = null) => Note($"ticket {subject} {string.Join(',', tags ?? [])}"),
        "Orders.Page" => (int page, double share, long? limit = null) => Note(string.Create(CultureInfo.InvariantCulture, $"page {page} {share} {limit}")),
        "Email.Send" => (string to) => Note($"mail {to}"),
        _ => throw new ArgumentOutOfRangeException(nameof(tool), tool, "no tool of the contract"),
    };

    private string Note(string what)
    {
        _ran.Enqueue(what);
        return $"ok: {what}";
    }
}
