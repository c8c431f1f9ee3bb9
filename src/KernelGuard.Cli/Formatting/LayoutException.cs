namespace KernelGuard.Cli.Formatting;

/// <summary>A text stays as it is. The message is for the person who wants it formatted.</summary>
internal sealed class LayoutException(string message) : Exception(message);
