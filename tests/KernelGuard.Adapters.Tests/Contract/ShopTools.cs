using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>The tools of the contract, for every host.</summary>
internal sealed class ShopTools
{
    private readonly ConcurrentQueue<string> _ran = new();

    public IReadOnlyList<string> Ran => [.. _ran];

    private Dictionary<string, Delegate> All => new()
    {
        ["Refunds.Issue"] = (string orderId, decimal amount, string currency) => Note(string.Create(CultureInfo.InvariantCulture, $"refund {orderId} {amount} {currency}")),
        ["Orders.Lookup"] = (string orderId) => Note($"lookup {orderId}"),
        ["Tickets.Create"] = (string subject, string[]? tags = null) => Note($"ticket {subject} {string.Join(',', tags ?? [])}"),
        ["Orders.Page"] = (int page, double share, long? limit = null) => Note(string.Create(CultureInfo.InvariantCulture, $"page {page} {share} {limit}")),
        ["Email.Send"] = (string to) => Note($"mail {to}"),
    };

    public List<AIFunction> Functions() => [.. All.Select(tool => AIFunctionFactory.Create(tool.Value, tool.Key))];

    public IEnumerable<KernelPlugin> Plugins() => All.GroupBy(tool => tool.Key.Split('.')[0]).Select(group => KernelPluginFactory.CreateFromFunctions(
        group.Key, group.Select(tool => KernelFunctionFactory.CreateFromMethod(tool.Value, tool.Key.Split('.')[1]))));

    private string Note(string what)
    {
        _ran.Enqueue(what);
        return $"ok: {what}";
    }
}
