using KernelGuard.Calls;
using KernelGuard.Cel;
using KernelGuard.Policies.Documents;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Catalogue;

/// <summary>All expressions of a rule, and the places that it writes, which are read as expressions.</summary>
internal static class RuleExpressions
{
    public static IEnumerable<ArgumentExpression> Of(RuleDefinition definition, GuardRule rule)
    {
        var changes = definition.Transforms?.Value ?? [];
        var texts = changes.SelectMany(change => new[] { change.To, change.Min, change.Max });
        return Whole(CelType.Bool, [definition.When], rule.Programs)
            .Concat(OfReason(definition, rule))
            .Concat(OfMeter(definition.Throttle?.Meter, rule.Programs))
            .Concat(Whole(null, texts, rule.Programs))
            .Concat(changes.Select(Place).OfType<ArgumentExpression>());
    }

    public static IEnumerable<ArgumentExpression> OfRole(RoleDefinition definition, AgentRole role) =>
        definition.Where is { } text ? [ArgumentExpression.Of(text, role.Where!, CelType.Bool)] : [];

    public static IEnumerable<ArgumentExpression> OfMeter(MeterDefinition? meter, IEnumerable<CelProgram> programs) =>
        meter is null ? [] : Whole(null, [meter.Amount, .. meter.By], programs);

    private static IEnumerable<ArgumentExpression> Whole(CelType? type, IEnumerable<ExpressionText?> texts, IEnumerable<CelProgram> programs) =>
        from text in texts.OfType<ExpressionText>()
        let program = programs.First(program => program.Source == text.Text)
        select ArgumentExpression.Of(text, program, type);

    private static IEnumerable<ArgumentExpression> OfReason(RuleDefinition definition, GuardRule rule)
    {
        var end = 0;
        foreach (var program in rule.Reason?.Expressions ?? [])
        {
            var start = definition.Reason!.Text.IndexOf(program.Source, end, StringComparison.Ordinal);
            end = start + program.Source.Length;
            yield return ArgumentExpression.Of(definition.Reason, program) with { Start = start };
        }
    }

    // Every element of a list is like its first.
    private static ArgumentExpression? Place(TransformDefinition change)
    {
        if (ValuePath.Parse(change.Path.Value) is not { Root: "args" } path)
        {
            return null;
        }

        var steps = path.Steps.Select(step => ValuePath.IsEveryElement(step) ? "[0]" : $"[\"{step}\"]");
        return new ArgumentExpression($"args{string.Concat(steps)}", change.Path.Span);
    }
}
