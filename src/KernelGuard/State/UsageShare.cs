namespace KernelGuard.State;

/// <summary>One charge as it was added, to be taken back.</summary>
/// <param name="Meter">Where it was added.</param>
/// <param name="Place">Under which key.</param>
/// <param name="Added">The amount in the key's window.</param>
/// <param name="OnlyIfSucceeded">Whether a call that failed gives it back.</param>
internal readonly record struct UsageShare(
    MeterUsage Meter, LinkedListNode<UsageEntry> Place, LinkedListNode<(DateTimeOffset Time, decimal Amount)> Added, bool OnlyIfSucceeded);
