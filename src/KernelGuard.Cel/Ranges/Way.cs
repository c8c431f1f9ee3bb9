using System.Collections.Immutable;

namespace KernelGuard.Cel.Ranges;

/// <summary>One way in which assumptions can hold: which values places then have. Immutable.</summary>
/// <param name="RangeOf">Which values the value of a path can have in any case, or null where nothing is known of it.</param>
/// <param name="Ranges">Which values places still have, apart from those that nothing was assumed of.</param>
internal sealed record Way(Func<string, CelRange?> RangeOf, ImmutableDictionary<Place, CelRange> Ranges)
{
    /// <summary>Which values a place can have.</summary>
    public CelRange this[Place place] =>
        Ranges.TryGetValue(place, out var range) ? range : place.RangeBy(RangeOf(place.Path) ?? CelRange.Anything);

    /// <summary>The way where a place has other values than known so far; null where there is none.</summary>
    public Way? With(Place place, Func<CelRange, CelRange> narrow)
    {
        place = Merged(place);
        var way = place.Needed.Aggregate((Way?)this, static (way, needed) => way?.Set(needed, range => range.Where(Tracing.Relation.Equal, CelValue.FromBool(true), true)));
        return way?.Set(place, narrow);
    }

    private Way? Set(Place place, Func<CelRange, CelRange> narrow)
    {
        var range = narrow(this[place]);
        return range.IsEmpty() ? null : this with { Ranges = Ranges.SetItem(place, range) };
    }

    // A number is the same number as a double.
    private Place Merged(Place place) =>
        place.Aspect == Aspect.AsDouble && RangeOf(place.Path) is { MayBeText: false } ? place with { Aspect = Aspect.Value } : place;
}
