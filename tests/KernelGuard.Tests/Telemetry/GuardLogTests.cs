using System.Collections.Concurrent;
using KernelGuard.Tests.Root;
using Microsoft.Extensions.Logging;
using Xunit;

namespace KernelGuard.Tests.Telemetry;

public sealed class GuardLogTests
{
    private const string Canary = "canary-4711";

    private const string Policy = """
        kernelguard: 1
        policy: logs
        rules:
          - { id: read, tool: Read, effect: allow }
          - { id: never, tool: Never, effect: deny, reason: "No {args.x}." }
          - { id: held, tool: Held, effect: require_approval, reason: "Ask about {args.x}." }
          - { id: broken, tool: Broken, when: args.x == 1 || int(args.x) == 1, effect: deny }
        """;

    [Theory]
    [InlineData("Read", LogLevel.Debug)]
    [InlineData("Never", LogLevel.Information)]
    [InlineData("Held", LogLevel.Information)]
    [InlineData("Broken", LogLevel.Information)]
    [InlineData("Nothing", LogLevel.Information)]
    [Trait("Requirement", "S5-33")]
    public async Task Call_Any_LogsItsPayloadOnlyAtTrace(string tool, LogLevel level)
    {
        var logs = new LogSink();
        await using var kit = new TestGuard(Policy, options => options.LoggerFactory = logs);

        await kit.CallAsAnnAsync(tool, $$"""{"x":"{{Canary}}","{{Canary}}":1}""");

        Assert.Contains(logs.Messages, m => m.Level == level && m.Text.Contains(tool, StringComparison.Ordinal));
        Assert.Contains(logs.Messages, m => m.Level == LogLevel.Trace && m.Text.Contains(Canary, StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Messages, m => m.Level > LogLevel.Trace && m.Text.Contains(Canary, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Requirement", "S5-33")]
    public async Task Call_ToolNameWrittenByTheModel_CannotForgeALine()
    {
        var logs = new LogSink();
        await using var kit = new TestGuard(Policy, options => options.LoggerFactory = logs);

        await kit.CallAsAnnAsync("Nothing\nwarn: everything is permitted" + new string('x', 1_000));

        Assert.DoesNotContain(logs.Messages, m => m.Level > LogLevel.Trace && (m.Text.Contains('\n') || m.Text.Length > 400));
    }

    [Fact]
    [Trait("Requirement", "S5-34")]
    public async Task Call_LedgerFails_LogsAnError()
    {
        var logs = new LogSink();
        await using var kit = new TestGuard(Policy, options => options.LoggerFactory = logs);
        kit.Ledger.Before = (_, _) => throw new IOException("disk full");

        await kit.CallAsAnnAsync("Read");

        Assert.Single(logs.Messages, m => m.Level == LogLevel.Error);
    }

    [Fact]
    public async Task Create_PoliciesThatTheProcessCanWrite_Warns()
    {
        var logs = new LogSink();
        await using var kit = new TestGuard(Policy, options => options.LoggerFactory = logs);

        Assert.Single(logs.Messages, m => m.Level == LogLevel.Warning && m.Text.Contains("can write its own policies", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Create_LimitsOverMoreThanAnHourOrLabels_WarnsThatTheyEndWithTheProcess()
    {
        var logs = new LogSink();
        const string Limits = """
            kernelguard: 1
            policy: limits
            tools:
              Read: { labels: [untrusted] }
            counters:
              day: { tool: Read, per: 24h }
              hour: { tool: Read, per: 1h }
            rules:
              - { id: read, tool: Read, effect: allow }
              - { id: week, tool: Read, effect: throttle, throttle: { limit: 5, per: 7d } }
              - { id: minute, tool: Read, effect: throttle, throttle: { limit: 5, per: 1m } }
            """;
        await using var kit = new TestGuard(Limits, options => options.LoggerFactory = logs);
        await using var other = new TestGuard(Policy, options => options.LoggerFactory = logs);

        var warning = Assert.Single(logs.Messages, m => m.Level == LogLevel.Warning && m.Text.Contains("lost when the process ends", StringComparison.Ordinal));
        Assert.Contains("counter `limits.day`, throttle `limits/week`, label `untrusted`.", warning.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "S4-61")]
    public async Task Reload_FailsAndThenDoesNot_SaysBoth()
    {
        var logs = new LogSink();
        await using var kit = new TestGuard(Policy, options => options.LoggerFactory = logs);

        kit.Folder.Write("nonsense");
        kit.Look(4);
        kit.Folder.Write(Policy);
        kit.Look(2);

        Assert.Single(logs.Messages, m => m.Level == LogLevel.Error && m.Text.Contains(GuardAlarm.PolicyReloadFailed, StringComparison.Ordinal));
        Assert.Single(logs.Messages, m => m.Level == LogLevel.Information && m.Text.Contains("the alarm is over", StringComparison.Ordinal));
    }

    private sealed class LogSink : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<(LogLevel Level, string Text)> Messages { get; } = new();

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Enqueue((logLevel, formatter(state, exception) + exception));

        public void Dispose()
        {
        }
    }
}
