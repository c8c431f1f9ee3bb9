using KernelGuard;
using KernelGuard.Calls;

namespace FirstDenial;

/// <summary>The one way from the agent to the shop's tools, and the only place that knows of the guard.</summary>
internal sealed class GuardedTools(ToolCallGuard guard, Shop shop, CallLog log, Transcript transcript)
{
    public async Task<Reply> CallAsync(Customer customer, Wish wish)
    {
        transcript.Say("agent", $"calls {wish.Tool} {wish.Arguments}");
        var call = new ToolCall(wish.Tool)
        {
            ArgumentsJson = wish.Arguments,
            Context = new Dictionary<string, object?> { ["customer_email"] = customer.Email },
        };

        // The application says who is acting. Nothing that the model writes can change it.
        using var scope = guard.BeginScope(customer.Session, agent: "support-bot", user: customer.Id);
        var outcome = await guard.InvokeAsync(call, (arguments, _) => ValueTask.FromResult<object?>(shop.Run(wish.Tool, arguments, customer)));

        log.Add(customer, wish, outcome);
        transcript.Say(outcome);
        return Reply.Parse((string)outcome.Result!);
    }
}
