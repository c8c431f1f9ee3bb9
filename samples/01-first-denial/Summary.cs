using System.Globalization;
using KernelGuard.Approvals;
using KernelGuard.Decisions;

namespace FirstDenial;

/// <summary>Counts what happened.</summary>
internal sealed class Summary(TextWriter output)
{
    public void Write(IReadOnlyList<LoggedCall> calls, IReadOnlyList<ApprovalTicket> tickets, Shop shop)
    {
        Table("calls, by what happened", calls.Select(c => c.Outcome.Executed ? $"ran ({c.Outcome.Decision.Effect.ToName()})" : c.Outcome.Status.ToName()));
        Table("refusals, by code", calls.Where(c => c.Outcome.Refusal is not null).Select(c => c.Outcome.Refusal!.Code));
        Table("tickets", tickets.Select(t => t.Status == TicketStatus.Used ? "approved and used" : t.Status.ToString().ToLowerInvariant()));
        Table("customers whose model went astray", calls.DistinctBy(c => c.Customer.Number)
            .Where(c => c.Customer.Temptation != Temptation.None).Select(c => c.Customer.Temptation.ToString()));
        output.WriteLine("money");
        Row("refunds paid", Text(shop.Refunds.Count));
        Row("in total", $"{Text(shop.Refunds.Sum())} USD");
        Row("the largest", $"{Text(shop.Refunds.Max())} USD");
        Row("over 500", Text(shop.Refunds.Count(r => r > 500)));
        Row("from 100 to 500 without a person", Text(WithoutPerson(calls)));
    }

    private static int WithoutPerson(IEnumerable<LoggedCall> calls) => calls.Count(c =>
        c is { Wish.Tool: "Refunds.Issue", Outcome: { Executed: true, TicketId: null } }
        && Convert.ToDecimal(c.Outcome.Decision.EffectiveArguments!["amount"], CultureInfo.InvariantCulture) >= 100);

    private void Table(string title, IEnumerable<string> items)
    {
        output.WriteLine(title);
        foreach (var (item, count) in items.CountBy(i => i).OrderByDescending(i => i.Value).ThenBy(i => i.Key, StringComparer.Ordinal))
        {
            Row(item, Text(count));
        }

        output.WriteLine();
    }

    private void Row(string name, string value) => output.WriteLine($"  {name,-36}{value,16}");

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Text(decimal amount) => amount.ToString("N2", CultureInfo.InvariantCulture);
}
