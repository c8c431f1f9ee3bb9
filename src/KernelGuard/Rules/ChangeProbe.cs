using System.Globalization;
using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;
using KernelGuard.Decisions;
using KernelGuard.Tools;
using KernelGuard.Tools.Schemas;

namespace KernelGuard.Rules;

/// <summary>Tries whether the tool's schema takes what a model would be told to send.</summary>
/// <param name="call">The call as the host gave it.</param>
/// <param name="request">What it was judged as.</param>
/// <param name="tools">The tools.</param>
internal sealed class ChangeProbe(ToolCall call, ToolCallRequest request, ToolCatalogue tools)
{
    // A refusal has to stay cheap, whatever the schema and the call are.
    private const int MaxTries = 64;
    private const int MaxPayloadChars = 10_000;

    /// <summary>Whether it is sure that the schema takes no value within the bounds of an argument.</summary>
    public bool Excludes(ArgumentBounds bounds) =>
        request is { HasSchema: true, PayloadChars: <= MaxPayloadChars }
        && ValuePath.Parse($"args.{bounds.Argument}") is { Steps.Length: 1 }
        && (!bounds.OneOf.IsEmpty || NumbersWithin(bounds).Count() <= MaxTries)
        && Narrow([bounds]).Count == 0;

    /// <summary>Leaves choices out that the schema does not take.</summary>
    /// <returns>The bounds; empty where no value within one of them was found that it takes.</returns>
    public IReadOnlyList<ArgumentBounds> Narrow(IReadOnlyList<ArgumentBounds> bounds)
    {
        if (!request.HasSchema)
        {
            return bounds;
        }

        if (request.PayloadChars > MaxPayloadChars)
        {
            return [];
        }

        var arguments = request.Arguments;
        var narrowed = new List<ArgumentBounds>(bounds.Count);
        foreach (var each in bounds)
        {
            var values = each.OneOf.IsEmpty ? NumbersWithin(each) : each.OneOf;
            var fitting = values.Take(MaxTries).Where(value => With(arguments, each.Argument, value) is not null);
            var taken = (each.OneOf.IsEmpty ? fitting.Take(1) : fitting).ToList();
            if (taken.Count == 0)
            {
                return [];
            }

            arguments = With(arguments, each.Argument, taken[0])!;
            narrowed.Add(each.OneOf.IsEmpty ? each : each with { OneOf = [.. taken] });
        }

        return narrowed;
    }

    /// <summary>The arguments with another value, where the schema takes it as it is.</summary>
    private FrozenObject? With(FrozenObject arguments, string argument, object value)
    {
        if (ValuePath.Parse($"args.{argument}") is not { } path)
        {
            return null;
        }

        var changed = (FrozenObject)ValueEdit.Apply(arguments, path, _ => value, _ => { })!;
        var fitting = tools.Normalize(call.With(changed, request), request.Caller, request.Id, request.Time);
        var isKept = false;
        ValueEdit.Apply(fitting.Arguments, path, found => (isKept = FrozenEquality.Instance.Equals(found, value)) ? found : found, _ => { });
        return fitting.Problem is null && isKept ? changed : null;
    }

    // A schema takes ranges and single values. Where some number within the bounds is taken, one next to an end of the one or the other is.
    private IEnumerable<object> NumbersWithin(ArgumentBounds bounds)
    {
        var (min, max) = (Number(bounds.Min ?? bounds.ExclusiveMin), Number(bounds.Max ?? bounds.ExclusiveMax));
        var named = tools.SchemaOf(call) is { } schema ? SchemaNumbers.Of(schema.Root, bounds.Argument.Split('.')) : [];
        return new[] { min, max }.OfType<double>()
            .Concat(named)
            .SelectMany(end => new[] { end, Math.Floor(end), Math.Ceiling(end), Math.Ceiling(end) - 1, Math.Floor(end) + 1, Math.BitDecrement(end), Math.BitIncrement(end) })
            .Where(number => (min is null || (bounds.Min is null ? number > min : number >= min)) && (max is null || (bounds.Max is null ? number < max : number <= max)))
            .Distinct()
            .Select(number => JsonText.TryFreeze(number, out var frozen) ? frozen : null)
            .OfType<object>();
    }

    private static double? Number(object? bound) => bound is null ? null : Convert.ToDouble(bound, CultureInfo.InvariantCulture);
}
