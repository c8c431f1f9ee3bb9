namespace KernelGuard.Cli.Formatting;

/// <summary>Finds the columns of comments on lines of their own: each stays with what it stood under or above.</summary>
internal static class CommentColumns
{
    /// <summary>The column of each comment outside of brackets, at the index of its token.</summary>
    public static int[] Find(IReadOnlyList<YamlToken> tokens)
    {
        var columns = new int[tokens.Count];
        YamlToken? before = null;
        var begin = 0;
        for (var i = 0; i <= tokens.Count; i++)
        {
            if (i < tokens.Count && tokens[i].Kind == TokenKind.Comment)
            {
                continue;
            }

            YamlToken? after = i < tokens.Count ? tokens[i] : null;
            for (; begin < i; begin++)
            {
                columns[begin] = Find(tokens[begin].OldColumn, before, after);
            }

            (before, begin) = (after, i + 1);
        }

        return columns;
    }

    private static int Find(int old, YamlToken? before, YamlToken? after)
    {
        if (after?.OldColumn == old)
        {
            return after.Value.Column;
        }

        var blocks = BlockLevel.From(before?.Level).Concat(BlockLevel.From(after?.Level)).ToList();
        return blocks.Where(block => block.OldColumn == old).Min(block => (int?)block.Column)
            ?? blocks.Where(block => block.OldColumn < old).Max(block => (int?)block.Column)
            ?? 0;
    }
}
