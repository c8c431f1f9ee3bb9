namespace KernelGuard.Cel.RegularExpressions;

/// <summary>The flags that a pattern can set, as in <c>(?i)</c>.</summary>
[Flags]
internal enum PatternFlags : byte
{
    None = 0,

    /// <summary><c>i</c>: letters match without regard to case.</summary>
    IgnoreCase = 1,

    /// <summary><c>m</c>: <c>^</c> and <c>$</c> match at lines too.</summary>
    MultiLine = 2,

    /// <summary><c>s</c>: <c>.</c> matches a line feed too.</summary>
    DotAll = 4,

    /// <summary><c>U</c>: repetition takes as little as it can unless followed by <c>?</c>.</summary>
    Ungreedy = 8,
}
