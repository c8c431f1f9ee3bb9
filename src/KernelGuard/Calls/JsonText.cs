using System.Text.Json;

namespace KernelGuard.Calls;

/// <summary>Reads values that may be, or hold, JSON in a text.</summary>
internal static class JsonText
{
    /// <summary>Reads a text as JSON; false where it is none, or none that can be held exactly.</summary>
    public static bool TryRead(string text, out object? value) => TryFreeze(text, static text => JsonElement.Parse((string)text), out value);

    /// <summary>Freezes a value; false where it is no JSON.</summary>
    public static bool TryFreeze(object value, out object? frozen) => TryFreeze(value, static value => value, out frozen);

    private static bool TryFreeze(object value, Func<object, object> read, out object? frozen)
    {
        try
        {
            frozen = FrozenObject.FreezeValue(read(value));
            return true;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            frozen = null;
            return false;
        }
    }
}
