namespace KernelGuard.Cel.RegularExpressions;

/// <summary>Decides assertions.</summary>
internal static class SurroundingsExtensions
{
    public static bool Holds(this Assertion assertion, Surroundings before, Surroundings after) => assertion switch
    {
        Assertion.StartOfText => (before & Surroundings.Edge) != 0,
        Assertion.EndOfText => (after & Surroundings.Edge) != 0,
        Assertion.StartOfLine => (before & (Surroundings.Edge | Surroundings.LineFeed)) != 0,
        Assertion.EndOfLine => (after & (Surroundings.Edge | Surroundings.LineFeed)) != 0,
        Assertion.WordBoundary => ((before ^ after) & Surroundings.Word) != 0,
        _ => ((before ^ after) & Surroundings.Word) == 0,
    };

    /// <summary>Gives what an assertion looks at in the character before it.</summary>
    public static Surroundings LooksBackAt(this Assertion assertion) => assertion switch
    {
        Assertion.StartOfText => Surroundings.Edge,
        Assertion.StartOfLine => Surroundings.Edge | Surroundings.LineFeed,
        Assertion.WordBoundary or Assertion.NoWordBoundary => Surroundings.Word,
        _ => Surroundings.None,
    };

    public static Surroundings Of(int codePoint)
    {
        if (codePoint < 0)
        {
            return Surroundings.Edge;
        }

        return codePoint == '\n' ? Surroundings.LineFeed : AsciiClasses.Word.Contains(codePoint) ? Surroundings.Word : Surroundings.None;
    }
}
