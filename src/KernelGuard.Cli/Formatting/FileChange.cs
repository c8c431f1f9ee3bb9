namespace KernelGuard.Cli.Formatting;

/// <summary>A file, as it is and as it should be.</summary>
/// <param name="Path">The file as it was named.</param>
/// <param name="Before">What it holds.</param>
/// <param name="After">What it should hold.</param>
internal sealed record FileChange(string Path, byte[] Before, byte[] After)
{
    /// <summary>Whether something is to be done.</summary>
    public bool IsNeeded { get; } = !Before.AsSpan().SequenceEqual(After);
}
