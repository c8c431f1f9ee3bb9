namespace KernelGuard.Calls;

/// <summary>The RFC 8785 form of a value.</summary>
public static class CanonicalJson
{
    /// <summary>SHA-256 over the canonical form.</summary>
    /// <param name="value">A frozen value.</param>
    public static string Hash(object? value) => throw new NotSupportedException();
}
