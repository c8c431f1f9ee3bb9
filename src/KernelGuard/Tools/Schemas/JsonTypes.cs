using KernelGuard.Calls;

namespace KernelGuard.Tools.Schemas;

/// <summary>Kinds of JSON values. A schema's <c>number</c> takes both number kinds, a value has exactly one.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,

    /// <summary>A number with a fraction.</summary>
    Fraction = 8,
    Text = 16,
    List = 32,
    Object = 64,
    Number = Integer | Fraction,
    Any = Null | Boolean | Number | Text | List | Object,
}

/// <summary>Names and recognition of <see cref="JsonTypes"/>.</summary>
internal static class JsonTypesExtensions
{
    private static readonly (JsonTypes Types, string Name)[] Names =
    [
        (JsonTypes.Number, "number"),
        (JsonTypes.Integer, "integer"),
        (JsonTypes.Text, "string"),
        (JsonTypes.Boolean, "boolean"),
        (JsonTypes.List, "array"),
        (JsonTypes.Object, "object"),
        (JsonTypes.Null, "null"),
    ];

    /// <summary>The types of a name in JSON Schema, or none.</summary>
    public static JsonTypes FromName(string? name) => Array.Find(Names, entry => entry.Name == name).Types;

    /// <summary>The names in JSON Schema, such as <c>integer or null</c>.</summary>
    public static string ToNames(this JsonTypes types)
    {
        var names = new List<string>();
        foreach (var (each, name) in Names)
        {
            if ((types & each) == each)
            {
                names.Add(name);
                types &= ~each;
            }
        }

        if (types == JsonTypes.Fraction)
        {
            names.Add("number with a fraction");
        }

        return names.Count == 0 ? "nothing" : string.Join(" or ", names);
    }

    /// <summary>The kind of a frozen value; an opaque one can stand for anything.</summary>
    public static JsonTypes KindOf(object? value) => value switch
    {
        null => JsonTypes.Null,
        bool => JsonTypes.Boolean,
        long => JsonTypes.Integer,
        double => JsonTypes.Fraction,
        string => JsonTypes.Text,
        FrozenList => JsonTypes.List,
        FrozenObject => JsonTypes.Object,
        _ => JsonTypes.Any,
    };
}
