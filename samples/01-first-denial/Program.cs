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

// Three refunds, word for word.
var transcript = new Transcript(Console.Out);
foreach (var (number, title, amount) in new[] { (1, "80 runs", "80"), (2, "250 waits for a person", "250"), (3, "900 never runs", "900") })
{
    transcript.Title(title);
    await CreateAgent(new Shop(), new Dice(1), transcript, approves: 100).ServeAsync(new Customer(number, amount, "USD", Temptation.None));
    transcript.Blank();
}

// Many refunds, in numbers.
const int Customers = 180;
transcript.Title($"{Customers} customers later");
var (shop, dice, told, asked) = (new Shop(), new Dice(20261102), log.Calls.Count, guard.Approvals.List().Count);
var agent = CreateAgent(shop, dice, Transcript.None, approves: 80);
foreach (var customer in CustomerStream.Take(Customers, firstNumber: 4, dice))
{
    clock.Advance(TimeSpan.FromMinutes(dice.Between(1, 20)));
    await agent.ServeAsync(customer);
}

new Summary(Console.Out).Write([.. log.Calls.Skip(told)], [.. guard.Approvals.List().Skip(asked)], shop);

if (args is ["--record", var file])
{
    CallFile.Write(file, log.Calls);
}

SupportAgent CreateAgent(Shop shop, Dice dice, Transcript transcript, int approves) => new(
    new GuardedTools(guard, shop, log, transcript),
    new FinanceDesk(guard.Approvals, clock, dice, transcript) { Approves = approves },
    transcript);
