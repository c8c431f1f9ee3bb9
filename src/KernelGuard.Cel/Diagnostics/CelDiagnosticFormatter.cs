using System.Globalization;
using System.Text;

namespace KernelGuard.Cel.Diagnostics;

/// <summary>Writes diagnostics for people: message, place, the source line with the part that is meant underlined, and help.</summary>
public static class CelDiagnosticFormatter
{
    /// <summary>Formats diagnostics, one block each, in the given order.</summary>
    /// <param name="source">The text that the diagnostics are about.</param>
    /// <param name="diagnostics">The diagnostics.</param>
    /// <returns>Lines separated by a line feed, without one at the end.</returns>
    public static string Format(string source, IEnumerable<CelDiagnostic> diagnostics)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var text = new StringBuilder();
        foreach (var diagnostic in diagnostics)
        {
            Append(text, source, diagnostic);
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void Append(StringBuilder text, string source, CelDiagnostic diagnostic)
    {
        var (line, column) = diagnostic.Span.Locate(source);
        var severity = diagnostic.Severity == CelSeverity.Error ? "error" : "warning";
        text.Append(CultureInfo.InvariantCulture, $"{severity} {diagnostic.Code}: {diagnostic.Message}\n");
        text.Append(CultureInfo.InvariantCulture, $" --> {line}:{column}\n");
        AppendUnderlined(text, source, diagnostic.Span, column);
        if (diagnostic.Help is { } help)
        {
            text.Append(CultureInfo.InvariantCulture, $"help: {help}\n");
        }
    }

    private static void AppendUnderlined(StringBuilder text, string source, CelSpan span, int column)
    {
        var start = Math.Clamp(span.Start, 0, source.Length) - (column - 1);
        var end = source.IndexOf('\n', start);
        var line = (end < 0 ? source.AsSpan(start) : source.AsSpan(start, end - start)).TrimEnd('\r');
        text.Append(" | ");
        AppendPrintable(text, line);
        text.Append("\n | ");

        // A tab stays a tab, so that the marks stand under their text whatever the width of a tab is.
        foreach (var unit in line[..Math.Min(column - 1, line.Length)])
        {
            text.Append(unit == '\t' ? '\t' : ' ');
        }

        var width = Math.Max(1, Math.Min(span.Length, line.Length - column + 1));
        text.Append('^', width).Append('\n');
    }

    private static void AppendPrintable(StringBuilder text, ReadOnlySpan<char> line)
    {
        foreach (var unit in line)
        {
            text.Append(char.IsControl(unit) && unit != '\t' ? '\uFFFD' : unit);
        }
    }
}
