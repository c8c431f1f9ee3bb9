using System.Globalization;
using KernelGuard.Calls;
using KernelGuard.Cel;
using KernelGuard.Cel.Ranges;

namespace KernelGuard.Policies.Catalogue;

/// <summary>Says in words which values an argument can have.</summary>
internal static class RangeWords
{
    private const int MaxValues = 8;

    /// <summary>The words, such as <c>`args.amount` is at least 0 and at most 500</c>; null where there are none.</summary>
    public static string? Of(CelImpossibility found) => Of(found.Range) is { } words ? $"{QuotedText.Quote(found.Place)} {words}" : null;

    private static string? Of(CelRange range) => range switch
    {
        { OneOf: { Count: > 0 } values } => $"is {string.Join(" or ", values.Take(MaxValues).Select(Quote))}{(values.Count > MaxValues ? " or …" : "")}",
        { OneOf: null, MayBeText: false } when BoundsOf(range) is [_, ..] bounds => $"is {string.Join(" and ", bounds)}",
        { OneOf: null, MayBeNumber: false, MaxSize: < long.MaxValue } => Number($"has at most {range.MaxSize} characters"),
        { OneOf: null, MayBeNumber: false, MinSize: > 0 } => Number($"has at least {range.MinSize} characters"),
        _ => null,
    };

    private static List<string> BoundsOf(CelRange range)
    {
        var bounds = new List<string>();
        if (double.IsFinite(range.Min))
        {
            bounds.Add(Number($"{(range.IsMinExclusive ? "over" : "at least")} {range.Min}"));
        }

        if (double.IsFinite(range.Max))
        {
            bounds.Add(Number($"{(range.IsMaxExclusive ? "under" : "at most")} {range.Max}"));
        }

        return bounds;
    }

    private static string Quote(CelValue value) => QuotedText.Quote(value.Kind == CelKind.String ? value.AsString : value.ToString());

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
