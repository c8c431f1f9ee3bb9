using System.Diagnostics;
using System.Diagnostics.Metrics;
using KernelGuard.Tests.Root;
using Microsoft.Extensions.Logging;
using Xunit;

namespace KernelGuard.Tests.Telemetry;

[Collection(SharedTelemetry.Name)]
public sealed class BrokenSinkTests
{
    private const string Policy = """
        kernelguard: 1
        policy: sinks
        rules:
          - { id: read, tool: Read, effect: allow }
          - { id: never, tool: Never, effect: deny }
        """;

    public enum Sink
    {
        ActivityStart,
        ActivitySampling,
        ActivityStop,
        Meter,
        Logger,
    }

    [Theory]
    [InlineData(Sink.ActivityStart)]
    [InlineData(Sink.ActivitySampling)]
    [InlineData(Sink.ActivityStop)]
    [InlineData(Sink.Meter)]
    [InlineData(Sink.Logger)]
    [Trait("Requirement", "S1-19")]
    [Trait("Requirement", "S1-20")]
    public async Task Call_SinkThrows_ChangesNothing(Sink sink)
    {
        using var broken = Break(sink);
        await using var kit = new TestGuard(Policy, options => options.LoggerFactory = sink == Sink.Logger ? new ThrowingLoggerFactory() : null);

        var refused = await kit.CallAsync("Never");
        var ran = await kit.CallAsync("Read");

        Assert.False(refused.Executed);
        Assert.Equal("ran", ran.Result);
        Assert.Equal(1, kit.Tool.Count);
        Assert.Equal(4, kit.Ledger.Records.Count);
    }

    [Theory]
    [InlineData(Sink.Meter)]
    [InlineData(Sink.Logger)]
    [Trait("Requirement", "S1-19")]
    public async Task Call_SinkAndLedgerFail_StillRefuses(Sink sink)
    {
        using var broken = Break(sink);
        await using var kit = new TestGuard(Policy, options => options.LoggerFactory = sink == Sink.Logger ? new ThrowingLoggerFactory() : null);
        kit.Ledger.Before = (_, _) => throw new IOException("disk full");

        var outcome = await kit.CallAsync("Read");

        Assert.Equal("evidence_unavailable", outcome.Refusal!.Code);
        Assert.Equal(0, kit.Tool.Count);
    }

    private static IDisposable Break(Sink sink)
    {
        if (sink is Sink.Meter or Sink.Logger)
        {
            return BreakMeter(sink == Sink.Meter);
        }

        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "KernelGuard",
            Sample = (ref _) => sink == Sink.ActivitySampling ? throw new InvalidOperationException("sampling") : ActivitySamplingResult.AllData,
            ActivityStarted = _ => ThrowIf(sink == Sink.ActivityStart),
            ActivityStopped = _ => ThrowIf(sink == Sink.ActivityStop),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static MeterListener BreakMeter(bool broken)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (broken && instrument.Meter.Name == "KernelGuard")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => ThrowIf(true));
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => ThrowIf(true));
        listener.Start();
        return listener;
    }

    private static void ThrowIf(bool condition)
    {
        if (condition)
        {
            throw new InvalidOperationException("a sink is broken");
        }
    }

    private sealed class ThrowingLoggerFactory : ILoggerFactory, ILogger
    {
        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("a sink is broken");

        public void Dispose()
        {
        }
    }
}
