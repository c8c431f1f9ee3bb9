using System.Collections;
using KernelGuard.Cel.RegularExpressions;

namespace KernelGuard.Cel.Library;

/// <summary>
/// All matches of a pattern that do not overlap, from left to right; a last null if the work was too much. Without an activation there
/// are none.
/// </summary>
internal sealed class PatternMatches(Pattern pattern, string text, CelActivation? activation) : IEnumerable<int[]?>
{
    public IEnumerator<int[]?> GetEnumerator()
    {
        var search = pattern.Search(text, () => activation!.Charge(pattern.PlaceCost));
        var previousEnd = -1;
        for (var position = 0; activation is not null && position <= text.Length;)
        {
            var places = search.Find(position);
            if (search.IsExhausted)
            {
                yield return null;
                yield break;
            }

            if (places is null)
            {
                yield break;
            }

            // An empty match right after a match is none.
            if (places[1] > places[0] || places[0] != previousEnd)
            {
                yield return places;
            }

            previousEnd = places[1];
            position = places[1] > places[0] ? places[1] : After(places[1]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int After(int position) => position + (position < text.Length && char.IsHighSurrogate(text[position]) ? 2 : 1);
}
