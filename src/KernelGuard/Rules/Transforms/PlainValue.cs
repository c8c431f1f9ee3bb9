using KernelGuard.Calls;
using KernelGuard.Cel;

namespace KernelGuard.Rules.Transforms;

/// <summary>Values of conditions as values of arguments.</summary>
internal static class PlainValue
{
    private const int MaxDepth = 64;

    /// <summary>The value as JSON holds it, or why it cannot.</summary>
    public static (object? Value, string? Error) From(in CelValue value)
    {
        try
        {
            return (FrozenObject.FreezeValue(Convert(value, MaxDepth)), null);
        }
        catch (ArgumentException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>Compares two numbers by what they mean, whether whole or not.</summary>
    public static int Compare(object left, object right) =>
        (left, right) is (long a, long b) ? a.CompareTo(b) : ToDouble(left).CompareTo(ToDouble(right));

    // Whole numbers of arguments are within ±(2^53-1), where doubles are exact.
    private static double ToDouble(object number) => number is long integer ? integer : (double)number;

    private static object? Convert(CelValue value, int depth) => value.Kind switch
    {
        CelKind.Null => null,
        CelKind.Bool => value.AsBool,
        CelKind.String => value.AsString,
        CelKind.Int => value.AsInt,
        CelKind.UInt => value.AsUInt,
        CelKind.Double => value.AsDouble,
        CelKind.List when depth > 0 => ToList(value.AsList, depth - 1),
        CelKind.Map when depth > 0 => ToObject(value.AsMap, depth - 1),
        CelKind.Error => throw new ArgumentException($"{value.ErrorValue!.Code}: {value.ErrorValue.Message}"),
        _ => throw new ArgumentException($"a value of the kind {value.Kind.ToString().ToLowerInvariant()} is no JSON"),
    };

    private static List<object?> ToList(ICelList list, int depth) => [.. Enumerable.Range(0, list.Count).Select(i => Convert(list[i], depth))];

    private static Dictionary<string, object?> ToObject(ICelMap map, int depth)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var key in map.Keys)
        {
            map.TryGet(key, out var value);
            members[key.Kind == CelKind.String ? key.AsString : throw new ArgumentException("a map whose keys are no texts is no JSON")] =
                Convert(value, depth);
        }

        return members;
    }
}
