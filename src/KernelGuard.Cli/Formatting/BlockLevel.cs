namespace KernelGuard.Cli.Formatting;

/// <summary>A map or list in block style, which is told by its column.</summary>
/// <param name="Parent">The one around it, or null.</param>
/// <param name="OldColumn">The column of its entries in the text that is read, from 0.</param>
/// <param name="IsMap">Whether it is a map.</param>
internal sealed record BlockLevel(BlockLevel? Parent, int OldColumn, bool IsMap)
{
    /// <summary>How much deeper each level is than the one around it.</summary>
    public const int Step = 2;

    /// <summary>The column that its entries get.</summary>
    public int Column { get; } = Parent is null ? 0 : Parent.Column + Step;

    /// <summary>Whether it is a list whose dashes stand under the key that it belongs to; the scanner says of these neither where they begin nor where they end.</summary>
    public bool IsUnindentedList => !IsMap && Parent is { IsMap: true } && Parent.OldColumn == OldColumn;

    /// <summary>It, and those around it.</summary>
    public static IEnumerable<BlockLevel> From(BlockLevel? innermost)
    {
        for (var level = innermost; level is not null; level = level.Parent)
        {
            yield return level;
        }
    }
}
