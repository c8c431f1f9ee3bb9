namespace KernelGuard.Cel.RegularExpressions;

/// <summary>What a pattern can ask about the place between two characters.</summary>
internal enum Assertion : byte
{
    StartOfText,
    EndOfText,
    StartOfLine,
    EndOfLine,
    WordBoundary,
    NoWordBoundary,
}
