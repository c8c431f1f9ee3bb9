using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace KernelGuard.Policies.Reading;

/// <summary>Turns what the YAML parser throws into a finding, in the words of somebody who wrote the text and does not know the parser's.</summary>
/// <param name="source">The text.</param>
/// <param name="bag">Where the finding goes.</param>
/// <param name="open">Where the lists and maps begin in which the parser stopped, from the innermost.</param>
internal sealed partial class YamlErrors(PolicySource source, DiagnosticBag bag, IReadOnlyCollection<int> open)
{
    private const string QuoteIt = "put the text in single quotes";
    private const string QuoteAll = "put the whole text in single quotes, and write `''` for a quote in it";
    private const string BlockText = "text after `|` or `>` begins on the next line, indented deeper than its key";
    private readonly string _text = source.Text;

    /// <summary>Reports what the parser says.</summary>
    public void Report(YamlException exception)
    {
        var start = Math.Clamp((int)exception.Start.Index, 0, _text.Length);
        var reason = ReasonOf(exception);
        if (reason.Contains(" tab ", StringComparison.Ordinal) && TabFrom(source.LineOf(start)) is { } tab)
        {
            ReportTab(tab);
        }
        else if (reason.Contains("escape", StringComparison.Ordinal))
        {
            var backslash = _text.AsSpan(0, Math.Clamp((int)exception.End.Index + 1, 0, _text.Length)).LastIndexOf('\\');
            Report(backslash < start ? start : backslash, 1, "a backslash in double quotes that begins no escape", "use single quotes: a backslash in them is a backslash");
        }
        else if (reason.Contains("',' or '", StringComparison.Ordinal))
        {
            ReportBracket(start, reason.Contains("'}'", StringComparison.Ordinal) ? '{' : '[');
        }
        else if (reason.Contains("expected key", StringComparison.Ordinal) || reason.Contains("expected '-'", StringComparison.Ordinal))
        {
            ReportLine(start);
        }
        else
        {
            Explain(start, reason);
        }
    }

    /// <summary>Reports that the parser gave up behind a place, without saying why.</summary>
    public void ReportAfter(int end)
    {
        var start = Math.Clamp(end, 0, _text.Length);
        while (start < _text.Length && char.IsWhiteSpace(_text[start]))
        {
            start++;
        }

        if (TabFrom(1) is { } tab)
        {
            ReportTab(tab);
        }
        else if ((Innermost("[{") ?? OpenOn(source.LineOf(start))) is { } bracket)
        {
            Report(bracket, 1, $"`{_text[bracket]}` is not closed", null);
        }
        else
        {
            Report(start, 1, "the text cannot be read from here on", null);
        }
    }

    private static string ReasonOf(YamlException exception)
    {
        var line = exception.Message.Split('\n', 2)[0].Trim().TrimEnd('.');
        return line.Length == 0 ? "the parser gives no reason" : char.ToLowerInvariant(line[0]) + line[1..];
    }

    private void Report(int start, int length, string message, string? help) =>
        bag.Error(DiagnosticCodes.YamlSyntax, source.Span(start, length), $"not valid YAML: {message}", help);

    private void ReportTab(int tab) => Report(tab, 1, "a tab cannot indent", "indent with spaces");

    // The parser names the place where it began to look, which can be many lines before the tab.
    private int? TabFrom(int first)
    {
        for (var line = first; line <= source.LineCount; line++)
        {
            var start = source.StartOfLine(line);
            var tab = _text.AsSpan(start, IndentOf(line)).IndexOf('\t');
            if (tab >= 0)
            {
                return start + tab;
            }
        }

        return first > 1 ? TabFrom(1) : null;
    }

    private void ReportBracket(int start, char kind)
    {
        var isClosing = start < _text.Length && _text[start] is ']' or '}';
        if (Innermost([kind]) is not { } bracket || (isClosing && Innermost(kind == '{' ? "[" : "{") is null))
        {
            Report(start, 1, isClosing ? $"`{_text[start]}` closes nothing" : "a comma or a closing bracket is missing before this", null);
        }
        else if (isClosing || _text.AsSpan(start).IsWhiteSpace())
        {
            Report(bracket, 1, $"`{kind}` is not closed", null);
        }
        else
        {
            Report(start, 1, $"a comma is missing before this, or the `{kind}` on line {source.LineOf(bracket)} is not closed", null);
        }
    }

    private int? Innermost(ReadOnlySpan<char> kinds)
    {
        foreach (var start in open)
        {
            if (start < _text.Length && kinds.Contains(_text[start]))
            {
                return start;
            }
        }

        return null;
    }

    private int? OpenOn(int line)
    {
        var depth = 0;
        for (var i = source.EndOfLine(line) - 1; i >= source.StartOfLine(line); i--)
        {
            depth += _text[i] is ']' or '}' ? 1 : _text[i] is '[' or '{' ? -1 : 0;
            if (depth < 0)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>Something stands where a key, or the dash of a list, was expected.</summary>
    private void ReportLine(int start)
    {
        var line = source.LineOf(start);
        var before = _text[source.StartOfLine(line)..start].TrimEnd();
        if (start < _text.Length && _text[start] is ']' or '}')
        {
            Report(start, 1, $"`{_text[start]}` closes nothing", null);
        }
        else if (before is [.., ']' or '}'])
        {
            Report(start, 1, $"text cannot follow `{before[^1]}`", QuoteAll);
        }
        else if (before is [.., '"' or '\''])
        {
            Report(start, 1, "text cannot follow the quote that ends it", QuoteAll);
        }
        else if (line > 1 && EndsWithBlockText().IsMatch(source.LineText(line - 1)))
        {
            ReportWhole(line, BlockText, null);
        }
        else if (IsNoField(line))
        {
            ReportNoField(line);
        }
        else
        {
            ReportWhole(line, "the line is not indented like any line above that it could belong to", null);
        }
    }

    private void Explain(int start, string reason)
    {
        var (message, help) = (start < _text.Length ? _text[start] : '\n') switch
        {
            _ when reason.Contains("block scalar", StringComparison.Ordinal) => (BlockText, "put an expression that begins with `>` in single quotes"),
            _ when reason.Contains("node content", StringComparison.Ordinal) && Innermost("[{") is not null => ("a value is missing before this", null),
            '*' => ("text without quotes cannot begin with `*`", QuoteIt),
            '&' or '!' or '%' or '@' or '?' => ($"text without quotes cannot begin with `{_text[start]}`", QuoteIt),
            '`' => ("text without quotes cannot begin with a backtick", QuoteIt),
            '"' or '\'' => ("the quote is not closed", "in single quotes, write `''` for a quote"),
            '-' => ("a list cannot begin on the line of its key", "begin it on the next line, or put the text in single quotes"),
            ':' when IsKeyAlone(start) => (null, null),
            _ when reason.Contains("mapping", StringComparison.Ordinal) => ("text without quotes cannot hold `: `", QuoteIt),
            _ => (reason, (string?)null),
        };
        if (message is not null)
        {
            Report(start, 1, message, help);
            return;
        }

        // The parser took the line for a continuation of the text above, and was surprised by the colon.
        var line = source.LineOf(start);
        if (line > 1 && IsNoField(line - 1))
        {
            ReportNoField(line - 1);
        }
        else
        {
            ReportWhole(line, "the line is indented deeper than the key above it", null);
        }
    }

    private void ReportNoField(int line) => ReportWhole(
        line, "the line is no `key: value`", source.LineText(line).Contains(':', StringComparison.Ordinal) ? "put a blank after the colon" : null);

    private void ReportWhole(int line, string message, string? help) =>
        Report(source.StartOfLine(line) + IndentOf(line), source.LineText(line).Trim().Length, message, help);

    private bool IsKeyAlone(int colon) => KeyAlone().IsMatch(_text[source.StartOfLine(source.LineOf(colon))..colon]);

    private bool IsNoField(int line)
    {
        var text = source.LineText(line).Trim();
        return text.Length > 0 && text[0] is not ('#' or '-') && !text.Contains(": ", StringComparison.Ordinal) && !text.EndsWith(':');
    }

    private int IndentOf(int line)
    {
        var text = source.LineText(line);
        return text.Length - text.TrimStart(' ', '\t').Length;
    }

    [GeneratedRegex(@"^ *[A-Za-z_][\w.-]*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex KeyAlone();

    [GeneratedRegex(@": +[|>][-+0-9]*\s*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex EndsWithBlockText();
}
