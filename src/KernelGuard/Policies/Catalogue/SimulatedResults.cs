using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Policies.Compilation;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules;
using KernelGuard.Tools;
using KernelGuard.Tools.Results;

namespace KernelGuard.Policies.Catalogue;

/// <summary>Checks fixed and recorded results against what is known of tools, and that results can be made up where a rule wants them to be.</summary>
internal static class SimulatedResults
{
    // Many rules with patterns over many tools must not hold a start up.
    private const int MaxChecks = 50_000;

    /// <summary>Checks all documents of a set that is otherwise fine.</summary>
    /// <param name="documents">The documents.</param>
    /// <param name="tools">The tools that are known.</param>
    /// <param name="bag">Where findings go.</param>
    public static void Check(IReadOnlyList<CompiledDocument> documents, ToolCatalogue tools, DiagnosticBag bag)
    {
        var definitions = documents.SelectMany(document => document.Definition.Tools).ToLookup(tool => tool.Name.Value, StringComparer.OrdinalIgnoreCase);
        var rules = documents.SelectMany(document => document.Definition.Rules).Where(rule => rule.Sandbox is { Tool: null });
        foreach (var (rule, tool) in rules.SelectMany(rule => Concerned(rule, tools).Select(tool => (rule, tool))).Take(MaxChecks))
        {
            // What the host says of its tools is not the policy's to mend: where nothing can be made of that, the call is refused.
            var isDeclared = definitions[tool.Facts.Name].Any(definition => definition.Returns is not null);
            Check(rule.Sandbox!, tool, isDeclared, bag);
        }

        foreach (var tool in definitions)
        {
            Check(tool.SelectMany(definition => definition.Recordings), tools.Find(tool.Key)!, bag);
        }
    }

    private static IEnumerable<ToolEntry> Concerned(RuleDefinition rule, ToolCatalogue tools) => rule.Tools
        .Select(tool => new ToolPattern(tool.Value))
        .SelectMany(pattern => (pattern.IsExact ? Named(pattern.Text, tools) : tools.Tools).Where(tool => tool.Returns is not null && pattern.Matches(tool.Facts.Name)))
        .Distinct();

    private static ToolEntry[] Named(string name, ToolCatalogue tools) => tools.Find(name) is { } tool ? [tool] : [];

    private static void Check(SandboxDefinition sandbox, ToolEntry tool, bool isDeclared, DiagnosticBag bag)
    {
        if (sandbox.Result is { } result)
        {
            CheckFits(result, tool, bag);
        }
        else if (isDeclared && sandbox.From is { Value: ResultSource.Schema } from && !tool.Returns!.TryMake(out _))
        {
            bag.Error(
                DiagnosticCodes.ResultNotMade,
                from.Span,
                $"no result of {QuotedText.Quote(tool.Facts.Name)} can be made up that fits what it returns",
                "give its schema a `default` or `examples`, or the rule a `result`");
        }
    }

    private static void CheckFits(Located<object?> result, ToolEntry tool, DiagnosticBag bag)
    {
        if (tool.Returns?.FindProblem(result.Value) is { } problem)
        {
            bag.Error(DiagnosticCodes.ResultMismatch, result.Span, $"this does not fit what {QuotedText.Quote(tool.Facts.Name)} returns: {problem}");
        }
    }

    private static void Check(IEnumerable<RecordingDefinition> recordings, ToolEntry tool, DiagnosticBag bag)
    {
        var seen = new Dictionary<string, SourceSpan>(StringComparer.Ordinal);
        foreach (var (arguments, result) in recordings)
        {
            var normal = new RecordedResult(arguments.Value, result.Value).NormalizeFor(tool);
            if (normal.Problem is { } problem)
            {
                bag.Error(DiagnosticCodes.ArgumentMismatch, arguments.Span, $"this does not fit the arguments of {QuotedText.Quote(tool.Facts.Name)}: {problem.Message}");
            }
            else if (CanonicalJson.Hash(normal.Value) is var hash && !seen.TryAdd(hash, arguments.Span))
            {
                var first = seen[hash];
                bag.Error(DiagnosticCodes.DuplicateRecording, arguments.Span, $"these arguments are recorded twice: first in {first.Source.Name}, line {first.Line}");
            }

            CheckFits(result, tool, bag);
        }
    }
}
