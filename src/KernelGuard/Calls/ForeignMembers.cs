using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KernelGuard.Calls;

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

    /// <summary>Whether a collection that froze to this is to be taken as a whole: by reference, as an opaque value.</summary>
    /// <remarks>An empty collection cannot show what it holds, so only those count as lists that are known to hold JSON or to be plain lists.</remarks>
    public static bool IsOpaque(object value, object? frozen) => frozen is FrozenList list
        && value is not (FrozenList or List<object?> or JsonArray)
        && value.GetType() != typeof(object[])
        && (list.Count > 0 ? list.Any(static item => item is OpaqueValue) : value is not (IList or IEnumerable<string>));

    private static IEnumerable<KeyValuePair<string, object?>> Of(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            yield return new((string)entry.Key, entry.Value);
        }
    }
}
