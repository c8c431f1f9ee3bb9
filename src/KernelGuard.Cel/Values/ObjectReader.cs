using System.Collections;
using System.Collections.ObjectModel;
using System.Text.Json;
using KernelGuard.Cel.Evaluation;

namespace KernelGuard.Cel.Values;

/// <summary>Sees .NET objects as values. What is inside a collection is read when an expression asks for it.</summary>
internal static class ObjectReader
{
    public static CelValue Read(object? value) => value switch
    {
        null => CelValue.Null,
        CelValue known => known,
        string text => CelValue.FromString(text),
        bool flag => CelValue.FromBool(flag),
        int number => CelValue.FromInt(number),
        long number => CelValue.FromInt(number),
        double number => CelValue.FromDouble(number),
        decimal number => CelValue.FromDouble((double)number),
        JsonElement json => JsonReader.Read(json),
        ICelMap map => CelValue.FromMap(map),
        ICelList list => CelValue.FromList(list),
        byte[] octets => CelValue.FromBytes(octets),
        IEnumerable collection => ReadCollection(collection),
        _ => ReadRareScalar(value),
    };

    private static CelValue ReadRareScalar(object value) => value switch
    {
        float number => CelValue.FromDouble(number),
        short number => CelValue.FromInt(number),
        sbyte number => CelValue.FromInt(number),
        uint number => CelValue.FromUInt(number),
        ulong number => CelValue.FromUInt(number),
        ushort number => CelValue.FromUInt(number),
        byte number => CelValue.FromUInt(number),
        DateTimeOffset time => CelValue.FromTimestamp(time),
        DateTime { Kind: DateTimeKind.Utc } time => CelValue.FromTimestamp(new DateTimeOffset(time)),
        DateTime => CelValue.Error(CelErrorCodes.Unreadable, "unreadable value: a date without a time zone"),
        TimeSpan duration => CelValue.FromDuration(duration),
        JsonDocument document => JsonReader.Read(document.RootElement),
        ICelOpaque opaque => CelValue.FromOpaque(opaque),
        CelError error => CelValue.Error(error),
        _ => Opaque,
    };

    private static CelValue Opaque => CelValue.Error(CelErrorCodes.Unreadable, "unreadable value of an opaque type");

    private static CelValue ReadCollection(IEnumerable collection) => collection switch
    {
        IReadOnlyDictionary<string, object?> map => CelValue.FromMap(new ObjectMap(map)),
        IDictionary<string, object?> map => CelValue.FromMap(new ObjectMap(new ReadOnlyDictionary<string, object?>(map))), // such as an expando object
        IDictionary map => CelValue.FromMap(new UntypedMap(map)),
        IReadOnlyList<object?> list => CelValue.FromList(new ObjectList(list)),
        IList list => CelValue.FromList(new UntypedList(list)),
        _ => ReadUnknownSequence(collection),
    };

    private static CelValue ReadUnknownSequence(IEnumerable sequence)
    {
        try
        {
            return ReadSequence(sequence);
        }
#pragma warning disable CA1031 // Reading an object never throws: whatever fails in the host is an error value.
        catch (Exception)
#pragma warning restore CA1031
        {
            return HostCall.Failure("a sequence of the host failed");
        }
    }

    private static CelValue ReadSequence(IEnumerable sequence)
    {
        var items = new List<CelValue>();
        foreach (var item in sequence)
        {
            if (items.Count == CelLimits.Default.MaxListElements)
            {
                return CelValue.Error(CelErrorCodes.LimitExceeded, "unreadable value: the sequence has too many elements");
            }

            // Nested sequences are not followed here, so that a sequence which yields itself ends.
            items.Add(item is IEnumerable and not (string or byte[] or IDictionary or IList or ICelMap or ICelList or IReadOnlyList<object?>
                or IReadOnlyDictionary<string, object?>)
                ? Opaque
                : Read(item));
        }

        return CelValue.FromList(items.ToArray());
    }
}
