namespace KernelGuard.Cli.Testing;

/// <summary>A part of a decision that is not as expected. Values are JSON.</summary>
/// <param name="Key">The part.</param>
/// <param name="Expected">What it should be.</param>
/// <param name="Actual">What it is.</param>
internal sealed record Difference(string Key, string Expected, string Actual);
