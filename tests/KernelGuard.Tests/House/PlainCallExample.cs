using KernelGuard.Calls;

namespace KernelGuard.Tests.House;

/// <summary>The C# example of docs/plain-calls.md. What is between the marks is compared with it and run.</summary>
internal static class PlainCallExample
{
    public static async Task RunAsync()
    {
        // example:begin
        await using var guard = ToolCallGuard.Create("policies");
        using (guard.BeginScope(session: "s1", agent: "support-bot", user: "u7"))
        {
            foreach (var amount in new[] { 99.99, 120, 5000 })
            {
                var arguments = new Dictionary<string, object?> { ["order"] = "A-1001", ["amount"] = amount };
                var outcome = await guard.InvokeAsync(new ToolCall("Refunds.Issue", arguments), IssueRefund);
                Console.WriteLine(outcome.Result);
            }
        }

        static ValueTask<object?> IssueRefund(FrozenObject arguments, CancellationToken cancellationToken) =>
            ValueTask.FromResult<object?>($"refunded {arguments["amount"]}");
        // example:end
    }
}
