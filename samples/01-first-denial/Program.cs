using FirstDenial;
using KernelGuard;
using KernelGuard.Calls;
using KernelGuard.Tools;

// A support agent without any framework: a rule-based stand-in for the model, the shop's tools, and the guard between them.
// first-denial [--record <file>]

var clock = new SimulatedClock(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
await using var guard = ToolCallGuard.Create(Path.Combine(AppContext.BaseDirectory, "policies"), options =>
{
    options.Tools = ToolFileReader.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "tools.json"))).Tools;
    options.TimeProvider = clock;
    options.DecisionIds = DecisionIdSource.Sequential();
});
var log = new CallLog(clock);

var transcript = new Transcript(Console.Out);
foreach (var (number, title, amount) in new[] { (1, "80 runs", "80"), (2, "250 waits for a person", "250"), (3, "900 never runs", "900") })
{
    transcript.Title(title);
    var desk = new FinanceDesk(guard.Approvals, clock, new Dice(1), transcript) { Approves = 100 };
    var agent = new SupportAgent(new GuardedTools(guard, new Shop(), log, transcript), desk, transcript);
    await agent.ServeAsync(new Customer(number, amount, "USD", Temptation.None));
    transcript.Blank();
}

const int Customers = 180;
transcript.Title($"{Customers} customers later");
var shop = new Shop();
var told = log.Calls.Count;
var dice = new Dice(20261102);
var busyDesk = new FinanceDesk(guard.Approvals, clock, dice, Transcript.None);
var busyAgent = new SupportAgent(new GuardedTools(guard, shop, log, Transcript.None), busyDesk, Transcript.None);
foreach (var customer in CustomerStream.Take(Customers, firstNumber: 4, dice))
{
    clock.Advance(TimeSpan.FromMinutes(dice.Between(1, 20)));
    await busyAgent.ServeAsync(customer);
}

var tickets = guard.Approvals.List().Where(t => t.Caller.Session is not ("s001" or "s002" or "s003"));
new Summary(Console.Out).Write([.. log.Calls.Skip(told)], [.. tickets], shop);

if (args is ["--record", var file])
{
    CallFile.Write(file, log.Calls);
}
