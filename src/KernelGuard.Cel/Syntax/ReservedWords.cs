using System.Collections.Frozen;

namespace KernelGuard.Cel.Syntax;

/// <summary>Words that are neither variables nor global functions. They may be fields and methods.</summary>
internal static class ReservedWords
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _words = new[]
    {
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return",
        "var", "void", "while",
    }.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Contains(ReadOnlySpan<char> word) => _words.Contains(word);
}
