using YamlDotNet.Core;

namespace KernelGuard.Policies.Reading;

/// <summary>Turns what the YAML parser throws into a finding.</summary>
internal static class YamlErrors
{
    private const string QuoteIt = "put the text in single quotes";

    public static void Report(PolicySource source, DiagnosticBag bag, YamlException exception)
    {
        var start = Math.Clamp((int)exception.Start.Index, 0, source.Text.Length);
        var reason = ReasonOf(exception);
        var (message, help) = Explain(start < source.Text.Length ? source.Text[start] : '\n', reason);
        bag.Error(DiagnosticCodes.YamlSyntax, source.Span(start, 1), $"not valid YAML: {message}", help);
    }

    private static string ReasonOf(YamlException exception)
    {
        var line = exception.Message.Split('\n', 2)[0].Trim().TrimEnd('.');
        return line.Length == 0 ? "the parser gives no reason" : char.ToLowerInvariant(line[0]) + line[1..];
    }

    // The usual mistakes: an expression or pattern whose characters mean something to YAML.
    private static (string Message, string? Help) Explain(char at, string reason) => at switch
    {
        _ when reason.Contains(" tab ", StringComparison.Ordinal) => ("a tab cannot indent", "indent with spaces"),
        '*' => ("text without quotes cannot begin with `*`", QuoteIt),
        '&' or '!' or '%' or '@' => ($"text without quotes cannot begin with `{at}`", QuoteIt),
        '`' => ("text without quotes cannot begin with a backtick", QuoteIt),
        '"' or '\'' => (reason, "look for a quote that is not closed, or a backslash that needs single quotes"),
        _ when reason.Contains("invalid mapping", StringComparison.Ordinal) => ("text without quotes cannot hold `: `", QuoteIt),
        _ when reason.Contains("expected key", StringComparison.Ordinal) =>
            (reason, "text that begins with a quote must end with it: put an expression in single quotes"),
        _ => (reason, null),
    };
}
