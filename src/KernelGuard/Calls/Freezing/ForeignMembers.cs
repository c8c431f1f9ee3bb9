using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KernelGuard.Calls.Freezing;

/// <summary>Reads the collections that callers bring as what they are: objects, lists, or neither.</summary>
internal static class ForeignMembers
{
    /// <summary>The members of anything that is a dictionary with string keys.</summary>
    public static bool TryGet(object value, [NotNullWhen(true)] out IEnumerable<KeyValuePair<string, object?>>? members, out int count)
    {
        count = value is ICollection<KeyValuePair<string, object?>> sized ? sized.Count : 0;
        members = value switch
        {
            IEnumerable<KeyValuePair<string, object?>> pairs => pairs,
            JsonObject node => node.Select(static pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)),
            IDictionary dictionary when dictionary.Keys.Cast<object>().All(static key => key is string) => Of(dictionary),
            _ => null,
        };
        return members is not null;
    }

    /// <summary>The members of a JSON object, a repeated key as often as it is there.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Of(JsonElement element)
    {
        foreach (var property in element.EnumerateObject())
        {
            yield return new(property.Name, property.Value);
        }
    }

    /// <summary>Whether a collection holds its elements: reading one that makes them as it goes could use them up, or never end.</summary>
    public static bool AreHeld(object value) => value
        is ICollection
        or JsonNode
        or ICollection<KeyValuePair<string, object?>>
        or IReadOnlyCollection<KeyValuePair<string, object?>>
        or IReadOnlyCollection<object?>
        or IReadOnlyCollection<int>
        or IReadOnlyCollection<long>;

    /// <summary>Whether a collection that froze to this is to be taken as a whole: by reference, as an opaque value.</summary>
    /// <remarks>
    /// So are typed collections of what is no JSON. An empty list cannot show what it holds: it counts as JSON where it is a plain list or one of text.
    /// </remarks>
    public static bool IsOpaque(object value, object? frozen) => frozen switch
    {
        FrozenObject members => value is not (IEnumerable<KeyValuePair<string, object?>> or JsonObject or Hashtable) && HoldsOpaque(members.ValueSpan),
        FrozenList when value is FrozenList or List<object?> or JsonArray || value.GetType() == typeof(object[]) => false,
        FrozenList { Count: 0 } => value is not (IList or IEnumerable<string>),
        FrozenList list => HoldsOpaque(list.ItemSpan),
        _ => false,
    };

    private static bool HoldsOpaque(ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            if (value is OpaqueValue)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<KeyValuePair<string, object?>> Of(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            yield return new((string)entry.Key, entry.Value);
        }
    }
}
