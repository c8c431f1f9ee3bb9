using System.Globalization;
using System.Text.Json;

namespace KernelGuard.Cel.Schemas;

/// <summary>References within a document, such as <c>#/$defs/address</c>.</summary>
internal static class SchemaPointer
{
    public static JsonElement? Find(JsonElement document, string reference)
    {
        if (!reference.StartsWith('#') || (reference.Length > 1 && reference[1] != '/'))
        {
            return null;
        }

        var place = document;
        foreach (var part in reference.Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            switch (place.ValueKind)
            {
                case JsonValueKind.Object when place.TryGetProperty(name, out var value):
                    place = value;
                    break;
                case JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < place.GetArrayLength():
                    place = place[index];
                    break;
                default:
                    return null;
            }
        }

        return place;
    }
}
