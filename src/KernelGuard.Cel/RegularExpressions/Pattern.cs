using System.Diagnostics.CodeAnalysis;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.RegularExpressions;

/// <summary>
/// A regular expression with the syntax and the meaning of RE2: a search takes time in proportion to the text. Thread-safe.
/// </summary>
internal sealed class Pattern
{
    /// <summary>How much slower a search for places is.</summary>
    public const int PlaceFactor = 4;

    private readonly PatternProgram _program;
    private readonly Alphabet _alphabet;
    private readonly Automaton _automaton;

    private Pattern(PatternProgram program, int captureCount)
    {
        _program = program;
        _alphabet = new Alphabet(program.Sets);
        _automaton = new Automaton(program, _alphabet);
        CaptureCount = captureCount;
    }

    public int CaptureCount { get; }

    /// <summary>Gets the number of steps that one character of text can take.</summary>
    public int Size => _program.Instructions.Length;

    public static bool TryParse(string source, [NotNullWhen(true)] out Pattern? pattern, out string problem)
    {
        pattern = null;
        if (!CodePoints.IsWellFormed(source))
        {
            problem = "the pattern holds half a surrogate pair";
            return false;
        }

        if (PatternParser.Parse(source, out var captureCount, out problem) is not { } node)
        {
            return false;
        }

        if (PatternCompiler.Compile(node) is not { } program)
        {
            problem = "the pattern is too large: its repetitions are written out";
            return false;
        }

        pattern = new Pattern(program, captureCount);
        return true;
    }

    /// <summary>Tells whether the pattern matches anywhere in a text.</summary>
    public bool IsMatch(string text) => _automaton.IsMatch(text);

    /// <summary>Starts a search for the places where the pattern matches.</summary>
    /// <param name="text">The text.</param>
    /// <param name="charge">Charges for ten characters' work, and says whether the search may go on.</param>
    public PatternSearch Search(string text, Func<bool> charge) => new(_program, _alphabet, CaptureCount, text, charge);

    /// <summary>Gets what ten characters cost in a search for places, which is slower than one that only tells whether there is any.</summary>
    public int PlaceCost => PlaceFactor * Cost(0);

    /// <summary>
    /// Gives what a search through so many characters costs at most. It does not depend on what was searched before.
    /// </summary>
    public int Cost(long length) => (int)Math.Min(int.MaxValue, ((length / 10) + 1) * ((Size / 2) + 1));
}
