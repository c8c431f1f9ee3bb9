using KernelGuard.Cel;
using KernelGuard.Cel.Diagnostics;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies.Compilation;

/// <summary>Compiles expressions and puts their findings where the document wrote them.</summary>
internal static class ExpressionCompiler
{
    public static CelCompilation Compile(CelEnvironment environment, ExpressionText expression, CelType? expected, DiagnosticBag bag) =>
        CompilePart(environment, expression, ..expression.Text.Length, expected, bag);

    /// <summary>Compiles a part of a text that holds expressions.</summary>
    public static CelCompilation CompilePart(CelEnvironment environment, ExpressionText text, Range part, CelType? expected, DiagnosticBag bag)
    {
        var (start, length) = part.GetOffsetAndLength(text.Text.Length);
        var compilation = environment.Compile(text.Text.Substring(start, length), expected);
        foreach (var found in compilation.Diagnostics)
        {
            // What is missing at the end is shown on the last character: after it there may be a quote or the next key.
            var span = text.Locate(start + Math.Clamp(found.Span.Start, 0, Math.Max(0, length - 1)), found.Span.Length);
            var help = found.Help ?? (text.IsCutByComment ? "` #` begins a comment: put the expression in single quotes" : null);
            if (found.Severity == CelSeverity.Warning)
            {
                bag.Warning(DiagnosticCodes.DubiousExpression, span, found.Message, help);
            }
            else
            {
                bag.Error(DiagnosticCodes.InvalidExpression, span, found.Message, help);
            }
        }

        return compilation;
    }
}
