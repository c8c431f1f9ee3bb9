using KernelGuard;
using KernelGuard.Approvals;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SemanticKernelSample;

// The refund agent of a shop. A script stands in for the model, so that no API key is needed.
var builder = Kernel.CreateBuilder();
builder.Plugins.AddFromType<RefundsPlugin>("Refunds");        // pays whatever it is told to pay
builder.Plugins.AddFromType<TicketsPlugin>("Tickets");
builder.Services.AddSingleton(new ScriptedModel(Console.Out).AsBuilder().UseKernelFunctionInvocation().Build());

var kernel = builder.Build();
kernel.AddPolicyFilter();                                     // the one line: calls are judged by policies/ beside the application
kernel.EnsureGuarded();                                       // fails at the start if a function can be called past the guard

var guard = ToolCallGuard.Shared();                           // the same guard, to say who is acting and to answer approvals
await ServeAsync("s001", "u001", "I would like 80 USD back for order A-1001.");
await ServeAsync("s002", "u002", "I would like 250 USD back for order A-1002.");
foreach (var ticket in guard.Approvals.List())
{
    await guard.Approvals.ApproveAsync(ticket.Id, new Reviewer("dana", ["finance-lead"]));
    Console.WriteLine("reviewer   dana approves.");
}

await ServeAsync("s002", "u002", "I would like 250 USD back for order A-1002.");
await ServeAsync("s003", "u003", "I would like 900 USD back for order A-1003.");

async Task ServeAsync(string session, string user, string question)
{
    using var scope = guard.BeginScope(session, agent: "support-bot", user: user);
    Console.WriteLine($"customer   {question}");
    var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
    Console.WriteLine($"agent      {await kernel.InvokePromptAsync(question, new KernelArguments(settings))}");
    Console.WriteLine();
}
