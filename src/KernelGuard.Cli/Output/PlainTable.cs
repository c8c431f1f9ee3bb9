namespace KernelGuard.Cli.Output;

/// <summary>Writes a table as text with columns of equal width and nothing after the last one.</summary>
internal static class PlainTable
{
    /// <summary>Writes a table.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="headings">The columns; one that begins with <c>&gt;</c> is aligned to the right.</param>
    /// <param name="rows">The rows, each with as many cells.</param>
    public static void Write(TextWriter output, IReadOnlyList<string> headings, IReadOnlyList<string[]> rows)
    {
        string[] titles = [.. headings.Select(heading => heading.TrimStart('>'))];
        int[] widths = [.. titles.Select((title, i) => rows.Aggregate(title.Length, (width, row) => Math.Max(width, row[i].Length)))];
        foreach (var row in rows.Prepend(titles))
        {
            var cells = row.Select((cell, i) => headings[i].StartsWith('>') ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            output.Write(string.Join("  ", cells).TrimEnd() + "\n");
        }
    }
}
