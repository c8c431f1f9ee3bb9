namespace KernelGuard.Calls;

/// <summary>How large the arguments of one call may be. Arguments over a limit are refused, never cut.</summary>
public sealed record CallLimits
{
    /// <summary>How deep objects and lists may nest.</summary>
    /// <value>The default is 64; the arguments object itself counts as 1.</value>
    public int MaxDepth { get; init; } = 64;

    /// <summary>How large all arguments together may be, in characters of text plus 8 for each other value and each key's length.</summary>
    /// <value>The default is 1,048,576.</value>
    public int MaxPayloadChars { get; init; } = 1_048_576;
}
