using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Enforcement;
using Xunit;

namespace KernelGuard.Tests.Root;

/// <summary>Calls that a throttle lets wait for room.</summary>
public sealed class HeldBackCallTests
{
    private const string Policy = """
        kernelguard: 1
        policy: p
        counters:
          refusals: { tool: "T.*", per: 10m, count: refused }
        rules:
          - { id: permit, tool: "T.*", effect: allow }
          - { id: pushing, tool: "T.*", when: counters.refusals >= 1, effect: deny, code: pushing }
          - { id: limit, tool: T.Slow, effect: throttle, throttle: { limit: 1, per: 10s, wait: 1m } }
          - { id: cap, tool: T.Slow, when: 'context.cap == "on"', effect: transform, transform: [{ set: args.n, to: "1" }] }
        """;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Call_HeldBackTwice_CountsAsNoRefusal()
    {
        await using var kit = new TestGuard(Policy);
        await kit.CallAsync(Call([]));

        var first = kit.CallAsync(Call([])).AsTask();
        var second = kit.CallAsync(Call([])).AsTask();
        kit.Clock.Advance(Window);
        await Task.WhenAny(first, second);
        await WaitForTimersAsync(kit, 2);
        kit.Clock.Advance(Window);

        Assert.All(await Task.WhenAll(first, second), outcome => Assert.True(outcome.Executed));
        Assert.True((await kit.CallAsync("T.Other")).Executed);
    }

    [Fact]
    public async Task Call_RefusedAfterItWaited_CountsOnce()
    {
        await using var kit = new TestGuard(Policy.Replace(">= 1", ">= 2", StringComparison.Ordinal).Replace("wait: 1m", "wait: 10s", StringComparison.Ordinal));
        await kit.CallAsync(Call([]));

        var (first, second) = (kit.CallAsync(Call([])).AsTask(), kit.CallAsync(Call([])).AsTask());
        kit.Clock.Advance(Window);

        Assert.Single(await Task.WhenAll(first, second), outcome => outcome.Status == DecisionStatus.Throttled);
        Assert.True((await kit.CallAsync("T.Other")).Executed);
    }

    [Fact]
    [Trait("Requirement", "S1-16")]
    public async Task Call_ValuesChangedMeanwhile_RunsWithThoseItWasMadeWith()
    {
        var lines = new StringReader("a\nb");
        using var document = JsonDocument.Parse("[1,2]");
        var context = new Dictionary<string, object?> { ["cap"] = "off" };
        var arguments = new Dictionary<string, object?> { ["amount"] = 10, ["lines"] = ReadLines(lines), ["json"] = document.RootElement };
        await using var kit = new TestGuard(Policy);
        await kit.CallAsync(Call([]));

        var held = kit.CallAsync(new ToolCall("T.Slow", arguments) { Context = context }).AsTask();
        (arguments["amount"], context["cap"]) = (99_999, "on");
        document.Dispose();
        kit.Clock.Advance(Window);

        Assert.True((await held).Executed);
        Assert.Equal("""{"amount":10,"json":[1,2],"lines":["a","b"]}""", CanonicalJson.ToText(kit.Tool.Entries[^1]));
    }

    [Fact]
    public async Task Call_ChangedByATransform_FactsAreReadOnce()
    {
        await using var kit = new TestGuard(Policy);
        var context = new OnceReadable(new Dictionary<string, object?> { ["cap"] = "on" });

        var outcome = await kit.CallAsync(new ToolCall("T.Slow", new Dictionary<string, object?> { ["n"] = 5 }) { Context = context });

        Assert.True(outcome.Executed);
        Assert.Equal(1L, kit.Tool.Entries[^1]["n"]);
    }

    [Fact]
    public async Task Call_JudgedAgain_HasTheTimeAndAnIdOfThatMoment()
    {
        await using var kit = new TestGuard(Policy);
        await kit.CallAsync(Call([]));

        var held = kit.CallAsync(Call([])).AsTask();
        kit.Clock.Advance(Window);

        var id = (await held).Decision.Id.ToString();
        Assert.Equal(2, kit.Ledger.Records.Count(record => record.DecisionId?.ToString() == id));
    }

    [Fact]
    [Trait("Requirement", "S1-29")]
    public async Task Call_HaltedWhileItWaits_IsRefusedAtOnce()
    {
        await using var kit = new TestGuard(Policy);
        await kit.CallAsync(Call([]));

        var held = kit.CallAsync(Call([])).AsTask();
        kit.Guard.Halt("an incident");

        Assert.Equal(GuardCodes.Halted, (await held).Refusal!.Code);
        Assert.Equal(1, kit.Tool.Count);
    }

    [Fact]
    public async Task Call_CancelledWhileItWaits_StopsWaiting()
    {
        using var source = new CancellationTokenSource();
        await using var kit = new TestGuard(Policy);
        await kit.CallAsync(Call([]));

        var held = kit.Guard.InvokeAsync(Call([]), kit.Tool.RunAsync, source.Token).AsTask();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        Assert.Equal(1, kit.Tool.Count);
    }

    [Fact]
    public async Task Call_ScopeEndsWhileItWaits_IsRefused()
    {
        await using var kit = new TestGuard(Policy);
        await kit.CallAsync(Call([]));

        Task<ToolCallOutcome> held;
        using (kit.Guard.BeginScope("s1", "bot", "ann"))
        {
            held = kit.CallAsync(Call([])).AsTask();
        }

        kit.Clock.Advance(Window);

        Assert.False((await held).Executed);
    }

    private static ToolCall Call(Dictionary<string, object?> arguments) => new("T.Slow", arguments) { Context = new Dictionary<string, object?> { ["cap"] = "off" } };

    // Until the call that found no room waits again; one timer is the guard's own.
    private static async Task WaitForTimersAsync(TestGuard kit, int timers)
    {
        while (kit.Clock.Timers < timers)
        {
            await Task.Yield();
        }
    }

    private static IEnumerable<object?> ReadLines(TextReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>Facts whose source is gone after one reading.</summary>
    private sealed class OnceReadable(Dictionary<string, object?> facts) : IReadOnlyDictionary<string, object?>
    {
        private bool _read;

        public int Count => facts.Count;

        public IEnumerable<string> Keys => facts.Keys;

        public IEnumerable<object?> Values => facts.Values;

        public object? this[string key] => facts[key];

        public bool ContainsKey(string key) => facts.ContainsKey(key);

        public bool TryGetValue(string key, out object? value) => facts.TryGetValue(key, out value);

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() =>
            Interlocked.Exchange(ref _read, true) ? throw new ObjectDisposedException(nameof(facts)) : facts.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
