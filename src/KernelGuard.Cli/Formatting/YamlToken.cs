namespace KernelGuard.Cli.Formatting;

/// <summary>A piece of a YAML text. Between two of them is white space only.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">The offset of its first character.</param>
/// <param name="End">The offset behind its last character.</param>
/// <param name="OldColumn">The column in which it begins in the text that is read, from 0.</param>
/// <param name="Level">The innermost block that it belongs to; null in a text without any.</param>
/// <param name="BeginsEntry">Whether it begins an entry of that block.</param>
/// <param name="FlowDepth">In how many brackets it is; brackets are not in themselves.</param>
internal readonly record struct YamlToken(TokenKind Kind, int Start, int End, int OldColumn, BlockLevel? Level, bool BeginsEntry, int FlowDepth)
{
    /// <summary>The column that it gets where it is the first on a line and goes on with nothing.</summary>
    public int Column => BeginsEntry ? Level?.Column ?? 0 : ValueColumn;

    /// <summary>The column of a value that has a line of its own.</summary>
    public int ValueColumn => Level is null || Kind == TokenKind.Marker ? 0 : Level.Column + BlockLevel.Step;
}
