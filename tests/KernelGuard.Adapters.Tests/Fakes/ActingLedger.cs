using KernelGuard.Evidence;

namespace KernelGuard.Adapters.Tests.Fakes;

/// <summary>A ledger in whose time something happens: between the judgement of a call and its run.</summary>
internal sealed class ActingLedger(Action act) : ILedger
{
    public bool IsDurable => false;

    public ValueTask AppendAsync(EvidenceRecord record, CancellationToken cancellationToken)
    {
        act();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
