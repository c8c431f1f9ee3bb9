using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel.Syntax;

/// <summary>A piece of source text.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int Length, string? Problem = null)
{
    public CelSpan Span => new(Start, Length);

    public ReadOnlySpan<char> Text(string source) => source.AsSpan(Start, Length);
}
