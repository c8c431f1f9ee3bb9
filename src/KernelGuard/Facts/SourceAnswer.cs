namespace KernelGuard.Facts;

/// <summary>What a source of the host answered.</summary>
/// <param name="Value">The answer; the default of its type where there is a failure.</param>
/// <param name="Failure">Why there is no answer, in words without text of the host's; or null.</param>
internal readonly record struct SourceAnswer<T>(T? Value, string? Failure);
