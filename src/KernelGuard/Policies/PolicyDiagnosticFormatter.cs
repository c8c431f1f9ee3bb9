using System.Globalization;
using System.Text;

namespace KernelGuard.Policies;

/// <summary>Writes findings the way compilers do: the message, the place, the source line underlined, and help.</summary>
public static class PolicyDiagnosticFormatter
{
    private const int MaxLineChars = 160;
    private const int CharsBeforeColumn = 40;

    /// <summary>Writes several findings, with an empty line between them.</summary>
    /// <param name="diagnostics">The findings.</param>
    public static string Format(IEnumerable<PolicyDiagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        return string.Join("\n", diagnostics.Select(Format));
    }

    /// <summary>Writes one finding, ending in a line break.</summary>
    /// <param name="diagnostic">The finding.</param>
    public static string Format(PolicyDiagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        var severity = diagnostic.Severity == PolicySeverity.Error ? "error" : "warning";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{severity}[{diagnostic.Code}]: {diagnostic.Message}\n");
        text.Append(CultureInfo.InvariantCulture, $"  --> {diagnostic.File}");
        if (diagnostic.SourceLine is { } line)
        {
            text.Append(CultureInfo.InvariantCulture, $":{diagnostic.Line}:{diagnostic.Column}\n");
            AppendUnderlined(text, line, diagnostic.Column - 1, diagnostic.Length);
        }
        else
        {
            text.Append('\n');
        }

        if (diagnostic.Help is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"  help: {diagnostic.Help}\n");
        }

        return text.ToString();
    }

    private static void AppendUnderlined(StringBuilder text, string line, int column, int length)
    {
        var start = line.Length > MaxLineChars ? Math.Max(0, column - CharsBeforeColumn) : 0;
        var end = Math.Min(line.Length, start + MaxLineChars);
        text.Append("  | ");
        foreach (var c in line.AsSpan(start, end - start))
        {
            text.Append(ToVisible(c));
        }

        var underlined = Math.Clamp(length, 1, Math.Max(1, end - column));
        text.Append("\n  | ").Append(' ', column - start).Append('^', underlined).Append('\n');
    }

    // Characters without a width, or that reorder text, would move the underline away from what it underlines.
    private static char ToVisible(char c) => char.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.Control => c == '\t' ? ' ' : '\uFFFD',
        UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => '\uFFFD',
        _ => c,
    };
}
