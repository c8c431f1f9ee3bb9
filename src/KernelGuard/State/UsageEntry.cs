namespace KernelGuard.State;

/// <summary>One key of a meter and what counts under it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Window">What counts.</param>
/// <param name="IsWhole">Whether nothing can have been missed under the key before.</param>
internal readonly record struct UsageEntry(string Key, UsageWindow Window, bool IsWhole);
