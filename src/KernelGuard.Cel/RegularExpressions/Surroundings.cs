namespace KernelGuard.Cel.RegularExpressions;

/// <summary>What is known of the character before or after a place.</summary>
[Flags]
internal enum Surroundings : byte
{
    None = 0,

    /// <summary>There is no character: the text starts or ends here.</summary>
    Edge = 1,
    LineFeed = 2,
    Word = 4,
}
