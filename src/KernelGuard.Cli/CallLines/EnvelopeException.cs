namespace KernelGuard.Cli.CallLines;

/// <summary>A line's envelope is broken; the message says how. Never leaves <see cref="CallLineReader"/>.</summary>
internal sealed class EnvelopeException(string message) : Exception(message);
