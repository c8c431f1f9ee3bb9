using KernelGuard.Enforcement;

namespace FirstDenial;

/// <summary>Every call that was made, in order.</summary>
internal sealed class CallLog(TimeProvider clock)
{
    private readonly List<LoggedCall> _calls = [];

    public IReadOnlyList<LoggedCall> Calls => _calls;

    public void Add(Customer customer, Wish wish, ToolCallOutcome outcome) =>
        _calls.Add(new LoggedCall(_calls.Count + 1, clock.GetUtcNow(), customer, wish, outcome));
}
