namespace KernelGuard.Decisions;

/// <summary>Another tool that the model may try instead.</summary>
/// <param name="Tool">Its name.</param>
/// <param name="Why">Why, in a few words, or null.</param>
public sealed record Alternative(string Tool, string? Why = null);
