namespace KernelGuard.Policies.Reading;

/// <summary>How a scalar is written.</summary>
internal enum ScalarStyle
{
    /// <summary>Without quotes: numbers, true, false and null are not text.</summary>
    Plain,

    /// <summary>In single or double quotes.</summary>
    Quoted,

    /// <summary>As a block under <c>|</c>, line by line.</summary>
    Literal,

    /// <summary>As a block under <c>&gt;</c>, with lines joined.</summary>
    Folded,
}
