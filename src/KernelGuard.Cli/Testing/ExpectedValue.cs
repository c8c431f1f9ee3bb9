namespace KernelGuard.Cli.Testing;

/// <summary>What one part of a decision is expected to be.</summary>
/// <param name="Key">The part, as <c>decide</c> prints it; a part of a part has a dot, as in <c>observed.decision</c>.</param>
/// <param name="Json">The value, in RFC 8785 form.</param>
internal sealed record ExpectedValue(string Key, string Json);
