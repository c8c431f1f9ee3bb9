using KernelGuard;
using KernelGuard.Approvals;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using SemanticKernelSample;

// The refund agent as a kernel. A script stands in for the model, so that no API key is needed.
var model = new ScriptedModel(Console.Out);
var builder = Kernel.CreateBuilder();
builder.Plugins.AddFromType<RefundsPlugin>("Refunds");
builder.Plugins.AddFromType<TicketsPlugin>("Tickets");
builder.Services.AddSingleton(model.AsBuilder().UseKernelFunctionInvocation().Build());

var kernel = builder.Build();
kernel.AddPolicyFilter();                                     // the one line: policies/ beside the application
kernel.EnsureGuarded();

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
    var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
    Console.WriteLine($"agent      {await kernel.InvokePromptAsync(question, new KernelArguments(settings))}");
    Console.WriteLine();
}
