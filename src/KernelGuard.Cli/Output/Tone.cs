namespace KernelGuard.Cli.Output;

/// <summary>How a text should strike the reader.</summary>
internal enum Tone
{
    /// <summary>As text.</summary>
    Plain,

    /// <summary>As something that is right.</summary>
    Good,

    /// <summary>As something to look at.</summary>
    Notice,

    /// <summary>As something that is wrong.</summary>
    Bad,

    /// <summary>As something by the way.</summary>
    Quiet,
}
