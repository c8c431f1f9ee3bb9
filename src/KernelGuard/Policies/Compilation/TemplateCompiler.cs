using System.Collections.Immutable;
using System.Text;
using KernelGuard.Cel;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Compilation;

/// <summary>Compiles a reason: text with CEL in braces, in which <c>{{</c> and <c>}}</c> stand for single braces.</summary>
internal static class TemplateCompiler
{
    /// <summary>The template, or null where it has errors.</summary>
    public static ReasonTemplate? Compile(CelEnvironment environment, ExpressionText template, DiagnosticBag bag)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        var expressions = ImmutableArray.CreateBuilder<CelProgram>();
        var text = new StringBuilder();
        var source = template.Text;
        var isValid = true;
        for (var i = 0; i < source.Length; i++)
        {
            var c = source[i];
            if (c is not ('{' or '}'))
            {
                text.Append(c);
            }
            else if (i + 1 < source.Length && source[i + 1] == c)
            {
                text.Append(c);
                i++;
            }
            else if (EndOf(template, i, bag) is { } end)
            {
                var program = ExpressionCompiler.CompilePart(environment, template, (i + 1)..end, null, bag).Program;
                isValid &= program is not null;
                texts.Add(text.ToString());
                text.Clear();
                expressions.Add(program!);
                i = end;
            }
            else
            {
                return null;
            }
        }

        texts.Add(text.ToString());
        return isValid ? new ReasonTemplate(texts.ToImmutable(), expressions.ToImmutable()) : null;
    }

    /// <summary>Where the expression that begins after an opening brace ends; null, with a finding, where none does.</summary>
    private static int? EndOf(ExpressionText template, int brace, DiagnosticBag bag)
    {
        if (template.Text[brace] == '}')
        {
            return Invalid("this brace closes nothing", "write `}}` for a brace in the text");
        }

        var end = FindClosingBrace(template.Text, brace + 1);
        if (end < 0)
        {
            return Invalid("this brace is not closed", "write `{{` for a brace in the text");
        }

        return string.IsNullOrWhiteSpace(template.Text[(brace + 1)..end])
            ? Invalid("there is nothing between the braces", "write `{{` for a brace in the text")
            : end;

        int? Invalid(string message, string help)
        {
            bag.Error(DiagnosticCodes.InvalidTemplate, template.Locate(brace, 1), message, help);
            return null;
        }
    }

    // Braces in strings and in map literals belong to the expression.
    private static int FindClosingBrace(string text, int start)
    {
        var depth = 0;
        var quote = '\0';
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0')
            {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c == '}' && depth-- == 0)
            {
                return i;
            }
            else if (c == '{')
            {
                depth++;
            }
        }

        return -1;
    }
}
