using System.Collections.Immutable;
using KernelGuard.Calls;
using KernelGuard.Cel;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Rules.Transforms;

namespace KernelGuard.Policies.Compilation;

/// <summary>Compiles the changes that a rule makes.</summary>
/// <param name="environment">The names that their expressions know.</param>
/// <param name="bag">Where findings go.</param>
internal sealed class TransformCompiler(CelEnvironment environment, DiagnosticBag bag)
{
    private const string Redacted = "[redacted]";

    /// <summary>The changes of arguments and of the result; those with errors are left out.</summary>
    public (ImmutableArray<TransformStep> Steps, ImmutableArray<ResultRedaction> Redactions) Compile(IEnumerable<TransformDefinition> definitions)
    {
        var steps = ImmutableArray.CreateBuilder<TransformStep>();
        var redactions = ImmutableArray.CreateBuilder<ResultRedaction>();
        var written = new List<ValuePath>();
        foreach (var definition in definitions)
        {
            if (PathOf(definition) is not { } path)
            {
                continue;
            }

            if (written.Exists(path.Overlaps))
            {
                bag.Error(DiagnosticCodes.TransformConflict, definition.Path.Span, $"the rule writes {QuotedText.Quote(path.Text)} twice");
            }

            written.Add(path);
            if (path.Root == "result")
            {
                redactions.Add(new ResultRedaction(path, definition.With ?? Redacted));
            }
            else if (StepOf(definition, path) is { } step)
            {
                steps.Add(step);
            }
        }

        return (steps.ToImmutable(), redactions.ToImmutable());
    }

    private ValuePath? PathOf(TransformDefinition definition)
    {
        var (text, span) = definition.Path;
        var path = ValuePath.Parse(text);
        var isPlace = path is not null && (path.Root == "args" ? path.Steps.Length > 0 : definition.Verb == "redact");
        if (isPlace)
        {
            return path;
        }

        bag.Error(
            DiagnosticCodes.InvalidPath,
            span,
            path is { Root: "result" }
                ? $"`{definition.Verb}` cannot change a result: only `redact` can"
                : $"{QuotedText.Quote(text)} is no place that can be changed",
            "places look like args.amount, args.lines[*].price or, for `redact`, result.iban");
        return null;
    }

    private TransformStep? StepOf(TransformDefinition definition, ValuePath path) => definition.Verb switch
    {
        "set" => Compile(definition.To) is { } to ? new TransformStep.Set(path, to) : null,
        "clamp" => new TransformStep.Clamp(path, Compile(definition.Min), Compile(definition.Max)),
        "redact" => new TransformStep.Redact(path, definition.With ?? Redacted),
        _ => new TransformStep.Remove(path),
    };

    private CelProgram? Compile(ExpressionText? text) => text is null ? null : ExpressionCompiler.Compile(environment, text, null, bag).Program;
}
