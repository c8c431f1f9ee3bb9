namespace KernelGuard.Cli.Judging;

/// <summary>What a tool failed with when its call was recorded, thrown in its place.</summary>
internal sealed class RecordedToolFailure(string message) : Exception(message);
