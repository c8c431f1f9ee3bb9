using KernelGuard.Calls;
using KernelGuard.Cel;
using KernelGuard.Policies.Compilation;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Policies.Validation;

namespace KernelGuard.Policies.Catalogue;

/// <summary>Finds texts in conditions that a field with fixed or declared values can never have: a rule with one never does what was meant.</summary>
internal sealed class FixedWords
{
    private readonly string[] _roles;
    private readonly string[] _labels;

    private FixedWords(IReadOnlyCollection<PolicyDocument> documents)
    {
        _roles = [.. documents.SelectMany(document => document.Roles).Select(role => role.Id.Value).Distinct(StringComparer.Ordinal)];
        _labels = [.. documents.SelectMany(document => document.Tools).SelectMany(tool => tool.Labels).Select(label => label.Value).Distinct(StringComparer.Ordinal)];
    }

    public static void Check(IReadOnlyCollection<CompiledDocument> documents, DiagnosticBag bag)
    {
        var words = new FixedWords([.. documents.Select(document => document.Definition)]);
        foreach (var (text, program) in documents.SelectMany(ConditionsOf))
        {
            // Whether a field is empty is a question of its own.
            foreach (var comparison in program.TextComparisons.Where(comparison => comparison.Text.Length > 0))
            {
                words.Check(comparison, text.Locate(comparison.Span.Start, comparison.Span.Length), bag);
            }
        }
    }

    private static IEnumerable<(ExpressionText Text, CelProgram Program)> ConditionsOf(CompiledDocument document)
    {
        foreach (var (definition, rule) in document.Definition.Rules.Zip(document.Rules))
        {
            if (definition.When is { } when && rule.Condition is { } condition)
            {
                yield return (when, condition);
            }
        }

        foreach (var (definition, program) in document.Definition.Variables.Zip(document.Scope.Programs))
        {
            yield return (definition.Expression, program);
        }
    }

    private void Check(CelTextComparison found, SourceSpan span, DiagnosticBag bag)
    {
        var (text, quoted) = (found.Text, QuotedText.Quote(found.Text));
        switch (found)
        {
            case { Path: "tool.risk", IsElement: false }:
                CheckWord(found, Words.Risks, span, bag);
                break;
            case { Path: "tool.impact", IsElement: false }:
                CheckWord(found, Words.Impacts, span, bag);
                break;
            case { Path: "tool.source", IsElement: false } when !ToolSourceValidator.IsKnown(text):
                bag.Warning(
                    DiagnosticCodes.DubiousExpression, span, $"no tool comes from {quoted}", "sources are `sk`, `ai`, or `mcp:` and the name of a server");
                break;
            case { Path: "session.labels", IsElement: true } when !_labels.Contains(text, StringComparer.Ordinal):
                bag.Warning(
                    DiagnosticCodes.DubiousExpression, span, $"no tool of the set has the label {quoted}", Suggestion.For(text, _labels));
                break;
            case { Path: "agent.roles", IsElement: true } when _roles.Length > 0 && !_roles.Contains(text, StringComparer.Ordinal):
                bag.Warning(DiagnosticCodes.DubiousExpression, span, $"no role of the set is {quoted}", Suggestion.For(text, _roles));
                break;
        }
    }

    private static void CheckWord(CelTextComparison found, IEnumerable<KeyValuePair<string, string>> words, SourceSpan span, DiagnosticBag bag)
    {
        var names = words.Select(word => word.Key).ToArray();
        if (!names.Contains(found.Text, StringComparer.Ordinal))
        {
            var list = string.Join(", ", names.Select(QuotedText.Quote));
            bag.Error(
                DiagnosticCodes.UnknownValue,
                span,
                $"`{found.Path}` is never {QuotedText.Quote(found.Text)}: it is one of {list}",
                Suggestion.For(found.Text, names));
        }
    }
}
