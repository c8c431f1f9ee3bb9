using KernelGuard.Calls;

namespace KernelGuard.Evidence.Records;

/// <summary>What a tool returned, as a value that no one can change and that every record can hold.</summary>
internal static class FrozenOutput
{
    private const int CharsOfOtherValues = 8;

    /// <summary>Freezes a tool's result; what is no JSON, makes its elements as it is read, or is beyond the limits of arguments is opaque and counts by its type.</summary>
    internal static object? From(object? output)
    {
        switch (output)
        {
            case null or bool or FrozenObject or FrozenList or OpaqueValue:
                return output;
            case string text:
                return RecordText.WellFormed(text);
        }

        try
        {
            return FrozenObject.FreezeOutput(output);
        }
        catch (ArgumentException)
        {
            return new OpaqueValue(output);
        }
    }

    /// <summary>Counts characters the way payloads of calls are counted.</summary>
    internal static long CountChars(object? value) => value switch
    {
        string text => text.Length,
        FrozenObject members => members.Sum(static member => member.Key.Length + CountChars(member.Value)),
        FrozenList items => items.Sum(CountChars),
        _ => CharsOfOtherValues,
    };
}
