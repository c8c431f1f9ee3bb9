using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;
using KernelGuard.Tools.Schemas;

namespace KernelGuard.Tools.Results;

/// <summary>
/// Makes up a value that fits a schema, the same for equal schemas: what the schema itself gives (default, constant, example, enumeration),
/// else the least that fits, with all declared members.
/// </summary>
/// <remarks>Each value is checked before it is used. Steps and depth are counted, so that no schema can make it run away.</remarks>
internal sealed class SampleMaker
{
    private const int MaxSteps = 2_000;
    private const int MaxDepth = 32;
    private const int MaxChoices = 32;
    private readonly bool _leavesOptionalOut;
    private readonly HashSet<SchemaNode> _open = [];
    private int _steps;
    private int _depth;

    private SampleMaker(bool leavesOptionalOut) => _leavesOptionalOut = leavesOptionalOut;

    /// <summary>Makes a value.</summary>
    /// <param name="root">The schema.</param>
    /// <param name="value">The value.</param>
    /// <returns>False where none was found, or anything at all would fit.</returns>
    public static bool TryMake(SchemaNode root, out object? value) =>
        (new SampleMaker(leavesOptionalOut: false).TryMake([root], out value) || new SampleMaker(leavesOptionalOut: true).TryMake([root], out value))
        && !(value is null && root.EffectiveTypes == JsonTypes.Any);

    // What contains itself has no least value on this way: an optional member is then left out, and another alternative taken.
    private bool TryMake(SchemaNode[] nodes, out object? value)
    {
        value = null;
        if (_depth >= MaxDepth || Array.Exists(nodes, _open.Contains))
        {
            return false;
        }

        _depth++;
        _open.UnionWith(nodes);
        var isMade = TryFit(new SampleParts(nodes), out value);
        _open.ExceptWith(nodes);
        _depth--;
        return isMade;
    }

    private bool TryFit(SampleParts parts, out object? value)
    {
        if (TryAny(parts.Given(), parts, out value))
        {
            return true;
        }

        return parts.Choice is null
            ? TryAny(parts.Kinds().SelectMany(kind => Candidates(kind, parts)), parts, out value)
            : TryChoose(parts, parts.Choice, out value);
    }

    private bool TryChoose(SampleParts parts, List<SchemaNode> alternatives, out object? value)
    {
        value = null;
        foreach (var alternative in alternatives)
        {
            if (++_steps > MaxSteps || parts.ChoiceCount >= MaxChoices)
            {
                return false;
            }

            if (TryFit(parts.With(alternatives, alternative), out value))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryAny(IEnumerable<object?> candidates, SampleParts parts, out object? value)
    {
        value = null;
        foreach (var candidate in candidates)
        {
            if (++_steps > MaxSteps)
            {
                return false;
            }

            if (parts.Fit(candidate))
            {
                value = candidate;
                return true;
            }
        }

        return false;
    }

    private IEnumerable<object?> Candidates(JsonTypes kind, SampleParts parts) => kind switch
    {
        JsonTypes.Object => TryMakeObject(parts, out var members) ? [members] : [],
        JsonTypes.List => TryMakeList(parts, out var items) ? [items] : [],
        JsonTypes.Text => SampleTexts.Of(parts.All),
        JsonTypes.Integer or JsonTypes.Fraction => SampleNumbers.Of(parts.All),
        JsonTypes.Boolean => [false, true],
        _ => [null],
    };

    private bool TryMakeObject(SampleParts parts, out FrozenObject members)
    {
        members = FrozenObject.Empty;
        var required = parts.All.SelectMany(part => part.Required).ToHashSet(StringComparer.Ordinal);
        var optional = _leavesOptionalOut ? [] : parts.All.SelectMany(part => part.Properties.Keys);
        var made = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var name in required.Concat(optional).Distinct(StringComparer.Ordinal))
        {
            if (!parts.Forbid(name) && TryMake(parts.Members(name), out var member))
            {
                made.Add(name, member);
            }
            else if (required.Contains(name))
            {
                return false;
            }
        }

        members = new FrozenObject([.. made.Keys], [.. made.Values], ignoresCase: false);
        return true;
    }

    private bool TryMakeList(SampleParts parts, out FrozenList items)
    {
        items = new FrozenList([]);
        var count = parts.All.Max(part => part.Count.Least);
        _steps += count;
        if (count == 0)
        {
            return true;
        }

        var nodes = parts.Items();
        if (_steps > MaxSteps || !TryMake(nodes, out var item))
        {
            return false;
        }

        var differ = count > 1 && parts.All.Any(part => part.UniqueItems);
        items = new FrozenList(differ ? [.. Different(item, new SampleParts(nodes), count)] : [.. Enumerable.Repeat(item, count)]);
        return items.Count == count;
    }

    private static IEnumerable<object?> Different(object? item, SampleParts parts, int count)
    {
        var others = item switch
        {
            long number => Enumerable.Range(0, count).Select(i => (object?)(number + i)),
            string text when SampleTexts.FormatsOf(parts.All).Count == 0 => Enumerable.Range(0, count).Select(i => (object?)FormattableString.Invariant($"{text}{i}")),
            bool => [false, true],
            _ => [],
        };
        return others.Prepend(item).Concat(parts.Given()).Where(parts.Fit).Distinct(FrozenEquality.Instance).Take(count);
    }
}
