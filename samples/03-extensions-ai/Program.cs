using Anthropic;
using ExtensionsAISample;
using KernelGuard;
using KernelGuard.Approvals;
using Microsoft.Extensions.AI;
using SemanticKernelSample;

// The refund agent over a chat client. With ANTHROPIC_API_KEY set it talks to a real model, else to a script.
var key = Environment.GetEnvironmentVariable("ANTHROPIC_API_KEY");
using IChatClient model = string.IsNullOrEmpty(key)
    ? new ScriptedModel(Console.Out)
    : new AnthropicClient().AsIChatClient(Environment.GetEnvironmentVariable("ANTHROPIC_MODEL") ?? "claude-sonnet-4-5");

using var client = model.AsBuilder()
    .UsePolicy()                                              // the one line: policies/ beside the application
    .Build()
    .EnsureGuarded();

var options = new ChatOptions
{
    MaxOutputTokens = 1_024,
    Tools = [AIFunctionFactory.Create(ShopTools.IssueRefund, "Refunds_Issue"), AIFunctionFactory.Create(ShopTools.Escalate, "Tickets_Escalate")],
};
var guard = ToolCallGuard.Shared();                           // the same guard, to say who is acting and to answer approvals
var finance = new Reviewer("dana", ["finance-lead"]);

await ServeAsync("s001", "u001", "A-1001", "80");
await ServeAsync("s002", "u002", "A-1002", "250");
foreach (var ticket in guard.Approvals.List())
{
    await guard.Approvals.ApproveAsync(ticket.Id, finance);
    Console.WriteLine("reviewer   dana approves.");
}

await ServeAsync("s002", "u002", "A-1002", "250");
await ServeAsync("s003", "u003", "A-1003", "900");

async Task ServeAsync(string session, string user, string order, string amount)
{
    using var scope = guard.BeginScope(session, agent: "support-bot", user: user);
    var question = $"I would like {amount} USD back for order {order}.";
    Console.WriteLine($"customer   {question}");
    Console.WriteLine($"agent      {(await client.GetResponseAsync(question, options)).Messages[^1].Text}");
    Console.WriteLine();
}
