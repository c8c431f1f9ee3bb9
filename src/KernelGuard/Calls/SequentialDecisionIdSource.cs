namespace KernelGuard.Calls;

/// <summary>Ids whose 80 bits after the time count up: for replay, and for runs over recorded calls. Not unique across runs.</summary>
public sealed class SequentialDecisionIdSource : DecisionIdSource
{
    private ulong _last;

    internal SequentialDecisionIdSource(ulong first) => _last = unchecked(first - 1);

    /// <summary>Sets the number of the next id, such as the line that the call stands on.</summary>
    /// <param name="number">The number.</param>
    public void ContinueAt(ulong number) => Interlocked.Exchange(ref _last, unchecked(number - 1));

    /// <inheritdoc/>
    public override DecisionId NextId(DateTimeOffset time) => new(time, 0, Interlocked.Increment(ref _last));
}
