using System.Text.Json;

namespace KernelGuard.Cel.Values;

/// <summary>Sees JSON as values.</summary>
internal static class JsonReader
{
    private const double MaxExactInteger = 9007199254740991;

    public static CelValue Read(JsonElement json)
    {
        try
        {
            return ReadKnown(json);
        }
        catch (ObjectDisposedException)
        {
            return CelValue.Error(CelErrorCodes.Unreadable, "the JSON document was closed");
        }
    }

    private static CelValue ReadKnown(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => CelValue.Null,
        JsonValueKind.True => CelValue.FromBool(true),
        JsonValueKind.False => CelValue.FromBool(false),
        JsonValueKind.Number => ReadNumber(json),
        JsonValueKind.String => ReadString(json),
        JsonValueKind.Array => CelValue.FromList(new JsonList(json)),
        JsonValueKind.Object => CelValue.FromMap(new JsonMap(json)),
        _ => CelValue.Error(CelErrorCodes.Unreadable, "there is no JSON value"),
    };

    // One number, one kind: 750, 750.0 and 7.5e2 are all the same int. Beyond 2^53 JSON readers disagree on integers, so those are doubles.
    private static CelValue ReadNumber(JsonElement json)
    {
        if (!json.TryGetDouble(out var number) || !double.IsFinite(number))
        {
            return CelValue.Error(CelErrorCodes.Unreadable, "the JSON number is out of range");
        }

        return double.IsInteger(number) && Math.Abs(number) <= MaxExactInteger
            ? CelValue.FromInt((long)number)
            : CelValue.FromDouble(number);
    }

    private static CelValue ReadString(JsonElement json)
    {
        try
        {
            return CelValue.FromString(json.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return CelValue.Error(CelErrorCodes.Unreadable, "the JSON string holds half a surrogate pair");
        }
    }
}
