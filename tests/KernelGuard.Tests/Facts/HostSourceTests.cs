using KernelGuard.Facts;
using KernelGuard.Tests.Root;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace KernelGuard.Tests.Facts;

[Trait("Requirement", "S2-03")]
public sealed class HostSourceTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private readonly ManualClock _clock = new();
    private readonly ManualResetEventSlim _gate = new();
    private readonly HostSource _source;

    public HostSourceTests() => _source = new HostSource(Timeout, _clock, NullLogger.Instance);

    public void Dispose()
    {
        _gate.Set();
    }

    [Fact]
    public async Task Ask_SourceThatAnswers_GivesTheAnswer() =>
        Assert.Equal((7, null), Parts(await _source.AskAsync("x", _ => ValueTask.FromResult(7), TestGuard.Cancellation)));

    [Fact]
    public async Task Ask_SourcesThatBlock_AreLeftBehindWhenTheTimeIsUp()
    {
        var entered = new SemaphoreSlim(0);
        var answers = Enumerable.Range(0, 200).Select(_ => AskBlocking(_source, entered).AsTask()).ToList();
        await entered.WaitAsync(TestGuard.Cancellation);
        Assert.True(await Task.Run(() => true, TestGuard.Cancellation));

        _clock.Advance(Timeout);

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal("no answer within 1 s", answer.Failure));
    }

    [Fact]
    public async Task Ask_AfterOthersWereLeftBehind_IsAnsweredAgain()
    {
        var entered = new SemaphoreSlim(0);
        var late = AskBlocking(_source, entered).AsTask();
        await entered.WaitAsync(TestGuard.Cancellation);
        _clock.Advance(Timeout);
        await late;

        Assert.Equal((7, null), Parts(await _source.AskAsync("x", _ => ValueTask.FromResult(7), TestGuard.Cancellation)));
    }

    [Fact]
    public async Task Ask_CallerCancels_StopsWaiting()
    {
        using var cancel = new CancellationTokenSource();
        var entered = new SemaphoreSlim(0);
        var answer = _source.AskAsync("x", _ => Block(entered), cancel.Token);
        await entered.WaitAsync(TestGuard.Cancellation);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await answer);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_SourceThatFailsOrBlocksWhenItIsToldToStop_IsLeftBehindAllTheSame(bool throws)
    {
        var entered = new SemaphoreSlim(0);
        var answer = _source.AskAsync(
            "x",
            async token =>
            {
                using var registration = token.Register(() =>
                {
                    if (throws)
                    {
                        throw new InvalidOperationException("told to stop");
                    }

                    _gate.Wait(TestGuard.Cancellation);
                });
                entered.Release();
                await Task.Delay(System.Threading.Timeout.Infinite, CancellationToken.None);
                return 7;
            },
            TestGuard.Cancellation);
        await entered.WaitAsync(TestGuard.Cancellation);

        _clock.Advance(Timeout);

        Assert.Equal("no answer within 1 s", (await answer).Failure);
    }

    [Fact]
    public async Task Ask_SourceThatThrowsATimeoutOfItsOwn_IsNotTakenForLate()
    {
        var answer = await _source.AskAsync<int>("x", _ => throw new TimeoutException("database"), TestGuard.Cancellation);

        Assert.Equal("`TimeoutException` was thrown", answer.Failure);
    }

    [Fact]
    public async Task Ask_SourceThatAsksItself_EndsWithAFailure()
    {
        var deepest = 0;

        async ValueTask<int> Again(int depth)
        {
            deepest = depth;
            var (answer, failure) = await _source.AskAsync("x", _ => Again(depth + 1), TestGuard.Cancellation);
            return failure is null ? answer : depth;
        }

        Assert.Equal(8, await Again(0));
        Assert.Equal(8, deepest);
    }

    private ValueTask<SourceAnswer<int>> AskBlocking(HostSource source, SemaphoreSlim entered) =>
        source.AskAsync("x", _ => Block(entered), TestGuard.Cancellation);

    private ValueTask<int> Block(SemaphoreSlim entered)
    {
        entered.Release();
        _gate.Wait(TestGuard.Cancellation);
        return ValueTask.FromResult(7);
    }

    private static (int, string?) Parts(SourceAnswer<int> answer) => (answer.Value, answer.Failure);
}
