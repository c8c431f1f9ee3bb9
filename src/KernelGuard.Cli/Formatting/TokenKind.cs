namespace KernelGuard.Cli.Formatting;

/// <summary>What a piece of a YAML text is.</summary>
internal enum TokenKind
{
    /// <summary>A scalar without quotes.</summary>
    Plain,

    /// <summary>A scalar in single or double quotes.</summary>
    Quoted,

    /// <summary>A block scalar, from its <c>|</c> or <c>&gt;</c> to the end of its last line.</summary>
    Block,

    /// <summary>One of <c>- ? : , [ ] { }</c>.</summary>
    Indicator,

    /// <summary><c>---</c> or <c>...</c>.</summary>
    Marker,

    /// <summary>From <c>#</c> to the end of the line.</summary>
    Comment,
}
