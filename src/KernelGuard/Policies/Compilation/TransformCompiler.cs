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
        var isPlace = path is not null && (path.Root == "args" ? IsArgument(path) : definition.Verb == "redact");
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
        "clamp" => ClampOf(definition, path),
        "redact" => new TransformStep.Redact(path, definition.With ?? Redacted),
        _ => new TransformStep.Remove(path),
    };

    // Arguments are an object, never a list.
    private static bool IsArgument(ValuePath path) => !path.Steps.IsEmpty && !ValuePath.IsEveryElement(path.Steps[0]);

    private TransformStep.Clamp ClampOf(TransformDefinition definition, ValuePath path)
    {
        var (min, max) = (Compile(definition.Min), Compile(definition.Max));
        if (ConstantOf(min) is { } low && ConstantOf(max) is { } high && PlainValue.Compare(low, high) > 0)
        {
            bag.Error(DiagnosticCodes.OutOfRange, definition.Path.Span, $"`min` is above `max`: {min!.Source} is more than {max!.Source}");
        }

        return new TransformStep.Clamp(path, min, max);
    }

    private object? ConstantOf(CelProgram? program) =>
        program is { ReferencedVariables.Count: 0 } && PlainValue.From(program.Evaluate(new CelVariables(environment))).Value is (long or double) and var number
            ? number
            : null;

    private CelProgram? Compile(ExpressionText? text) => text is null ? null : ExpressionCompiler.Compile(environment, text, null, bag).Program;
}
