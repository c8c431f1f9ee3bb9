using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Tracing;

/// <summary>The source of a part of an expression on one line.</summary>
internal static class SourceText
{
    private const int MaxChars = 500;

    public static string Of(Expr expr, string source)
    {
        var text = expr.Span.Of(source);
        var line = text.AsSpan().ContainsAny('\n', '\r') ? string.Join(' ', text.Split(['\n', '\r'], StringSplitOptions.TrimEntries)) : text;
        if (line.Length <= MaxChars)
        {
            return line;
        }

        return line[..(char.IsHighSurrogate(line[MaxChars - 1]) ? MaxChars - 1 : MaxChars)] + "...";
    }
}
