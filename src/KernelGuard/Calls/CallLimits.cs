namespace KernelGuard.Calls;

/// <summary>How large the arguments of one call may be. Arguments over a limit are refused, never cut.</summary>
public sealed record CallLimits
{
    internal const int GreatestDepth = 256;

    /// <summary>The limits that hold where nobody set others.</summary>
    public static CallLimits Default { get; } = new();

    /// <summary>How deep objects and lists may nest.</summary>
    /// <value>The default is 64; the arguments object itself counts as 1. Between 1 and 256.</value>
    public int MaxDepth
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, GreatestDepth);
            field = value;
        }
    } = 64;

    /// <summary>How large all arguments together may be: the characters of strings and keys, and 8 more for each value.</summary>
    /// <value>The default is 1,048,576. Between 1 and 268,435,456.</value>
    public int MaxPayloadChars
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1 << 28);
            field = value;
        }
    } = 1_048_576;
}
