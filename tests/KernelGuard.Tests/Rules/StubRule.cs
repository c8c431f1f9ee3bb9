using KernelGuard.Decisions;
using KernelGuard.Rules;

namespace KernelGuard.Tests.Rules;

/// <summary>A rule in code that answers what a test says, and remembers what it was asked.</summary>
internal sealed class StubRule(string id, Effect effect, Func<RuleCall, RuleAnswer> answer) : IGuardRule
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StubRule(string id, Effect effect)
        : this(id, effect, _ => RuleAnswer.Matched)
    {
    }

    public List<RuleCall> Asked { get; } = [];

    /// <summary>Completes when the rule is asked.</summary>
    public Task Entered => _entered.Task;

    /// <summary>The answer waits for it.</summary>
    public Task Gate { get; init; } = Task.CompletedTask;

    public string Id => id;

    public string Version { get; init; } = "1";

    public IReadOnlyList<string> Tools { get; init; } = ["*"];

    public Effect Effect => effect;

    public RulePhase Phase { get; init; } = RulePhase.AsChanged;

    public GuardMode? Mode { get; init; }

    public IReadOnlyList<string> Facts { get; init; } = [];

    public async ValueTask<RuleAnswer> EvaluateAsync(RuleCall toolCall, CancellationToken cancellationToken)
    {
        lock (Asked)
        {
            Asked.Add(toolCall);
        }

        _entered.TrySetResult();
        await Gate;
        return answer(toolCall);
    }
}
