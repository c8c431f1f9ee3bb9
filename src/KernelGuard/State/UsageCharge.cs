namespace KernelGuard.State;

/// <summary>What one call adds to one sum.</summary>
/// <param name="Key">The sum.</param>
/// <param name="Per">The window over which it is kept.</param>
/// <param name="Amount">How much; not negative.</param>
/// <param name="OnlyIfSucceeded">Whether a call that failed gives it back.</param>
internal readonly record struct UsageCharge(UsageKey Key, TimeSpan Per, decimal Amount, bool OnlyIfSucceeded);
