using System.Collections.Immutable;
using KernelGuard.Calls;
using KernelGuard.Cel;
using KernelGuard.Cel.Tracing;
using KernelGuard.Decisions;

namespace KernelGuard.Rules;

/// <summary>Finds which arguments would have passed. Only refused calls come here: it evaluates conditions again, part by part.</summary>
/// <param name="look">The look at the call that was refused.</param>
/// <param name="activation">What conditions read, unused so far: what is read here is no part of the decision.</param>
/// <param name="probe">Knows what the tool's schema takes.</param>
internal sealed class ChangeFinder(RuleLook look, DecisionActivation activation, ChangeProbe probe)
{
    private const int MaxPermits = 16;
    private const int MaxArguments = 8;
    private const int MaxValues = 20;
    private const int MaxChars = 100;

    /// <summary>Whether other arguments could have changed what was decided.</summary>
    public bool CouldChange(Ruling ruling) =>
        ruling.Rule is { } rule && !IsLastWord(rule)
            ? rule.DependsOnCall && !IsOutOfReach(rule, wanted: false)
            : look.Rules.Any(other => other.Permits && other.DependsOnCall && !IsOutOfReach(other, wanted: true));

    /// <summary>What arguments would have to be, in the order of the call; empty where that is not known.</summary>
    public IReadOnlyList<ArgumentBounds> Find(Ruling ruling)
    {
        if (ruling.Rule is { } rule && !IsLastWord(rule))
        {
            return look.Rules.Contains(rule) ? Told(rule, wanted: false) : [];
        }

        return look.Rules
            .Where(permit => permit.Permits && !permit.IsDefault)
            .Take(MaxPermits)
            .Select(permit => (Permit: permit, Bounds: Told(permit, wanted: true)))
            .Where(found => found.Bounds.Count > 0)
            .OrderBy(found => found.Permit.Reference.Effect is not (Effect.Allow or Effect.LogOnly))
            .ThenBy(found => found.Bounds.Count)
            .Select(found => found.Bounds)
            .FirstOrDefault([]);
    }

    // What a document says where nothing else in it holds: another rule of it could hold.
    private static bool IsLastWord(GuardRule rule) => rule.YieldsToOthers && rule.IsUnconditional;

    // Where its condition is one comparison of one argument, and the tool's schema takes no value with which it would come out otherwise.
    private bool IsOutOfReach(GuardRule rule, bool wanted) =>
        rule is { Throttle: null, Condition: { ReferencedVariables: ["args"], ReferencedPaths: [var path] } condition }
        && Bounds(rule, condition, wanted) is [var only]
        && only.Argument == path["args.".Length..]
        && IsOneComparison(condition, condition.Explain(activation), path)
        && probe.Excludes(only);

    // Nothing in it is joined, converted or calculated.
    private static bool IsOneComparison(CelProgram condition, CelTrace trace, string path) =>
        trace.Deciding is [{ Span: { Start: 0, Length: var length } }]
        && length == condition.Source.Length
        && trace.Steps.Skip(1).All(step => path.StartsWith(step.Text, StringComparison.Ordinal));

    private IReadOnlyList<ArgumentBounds> Told(GuardRule rule, bool wanted) =>
        rule is { Disclose: Disclosure.Full, Condition: { } condition } ? probe.Narrow(Bounds(rule, condition, wanted)) : [];

    private IReadOnlyList<ArgumentBounds> Bounds(GuardRule rule, CelProgram condition, bool wanted)
    {
        if (look.Rules.Any(other => other.Transforms.Any(step => Reads(rule, condition, step.Path))))
        {
            return [];
        }

        activation.Enter(rule.Scope);
        var bounds = condition.FindBounds(activation, wanted, "args", rule.Scope.DefinitionOf) ?? [];
        return bounds.Count <= MaxArguments && bounds.All(IsShort) ? [.. bounds.OrderBy(OrderInCall).Select(ToArgument)] : [];
    }

    // What a transform may write is not what was sent: a value that is told would not be the one that is judged.
    private static bool Reads(GuardRule rule, CelProgram condition, ValuePath place)
    {
        var programs = condition.ReferencedVariables.Contains("vars") ? rule.Scope.Programs.Add(condition) : [condition];
        return programs.SelectMany(program => program.ReferencedPaths)
            .Where(path => path.Split('.')[0] == place.Root)
            .Any(path => ValuePath.Parse(path)?.Overlaps(place) ?? true);
    }

    private int OrderInCall(CelBounds bounds)
    {
        var name = bounds.Path.Split('.')[1];
        var index = 0;
        foreach (var key in look.Request.Arguments.Keys)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }

            index++;
        }

        return index;
    }

    private static bool IsShort(CelBounds bounds) =>
        bounds.Path.Length <= MaxChars
        && bounds.OneOf.Count <= MaxValues
        && bounds.OneOf.All(value => value.Kind != CelKind.String || value.AsString.Length <= MaxChars);

    private static ArgumentBounds ToArgument(CelBounds bounds) => new(bounds.Path["args.".Length..])
    {
        Min = bounds.IsMinExclusive ? null : Plain(bounds.Min),
        ExclusiveMin = bounds.IsMinExclusive ? Plain(bounds.Min) : null,
        Max = bounds.IsMaxExclusive ? null : Plain(bounds.Max),
        ExclusiveMax = bounds.IsMaxExclusive ? Plain(bounds.Max) : null,
        OneOf = [.. bounds.OneOf.Select(value => Plain(value)!)],
    };

    private static object? Plain(CelValue? value) => value switch
    {
        null => null,
        { Kind: CelKind.Int } number => number.AsInt,
        { Kind: CelKind.Double } number => number.AsDouble,
        { Kind: CelKind.Bool } flag => flag.AsBool,
        { } text => text.AsString,
    };
}
