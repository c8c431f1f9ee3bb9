using System.Buffers;

namespace KernelGuard.Calls.Canonical;

/// <summary>Writes frozen values in canonical form.</summary>
internal static class CanonicalJsonWriter
{
    private static readonly Comparison<KeyValuePair<string, object?>> ByCodeUnits = static (x, y) => string.CompareOrdinal(x.Key, y.Key);

    internal static void Write(IBufferWriter<byte> output, object? value, int depth)
    {
        switch (value)
        {
            case null: output.Write("null"u8); break;
            case bool flag: output.Write(flag ? "true"u8 : "false"u8); break;
            case string text: CanonicalJsonText.Write(output, text); break;
            case long number: CanonicalJsonNumber.Write(output, number); break;
            case double number: CanonicalJsonNumber.Write(output, number); break;
            case FrozenObject members: WriteObject(output, members, depth + 1); break;
            case FrozenList items: WriteList(output, items, depth + 1); break;
            case OpaqueValue opaque: WriteOpaque(output, opaque); break;
            default: throw new ArgumentException($"a value of type `{value.GetType()}` is no frozen JSON value", nameof(value));
        }
    }

    internal static void CheckDepth(int depth)
    {
        if (depth > CanonicalJson.MaxDepth)
        {
            throw new ArgumentException("the value nests deeper than 128 objects and lists");
        }
    }

    private static void WriteObject(IBufferWriter<byte> output, FrozenObject members, int depth)
    {
        CheckDepth(depth);
        var count = members.Count;
        var sorted = ArrayPool<KeyValuePair<string, object?>>.Shared.Rent(count);
        try
        {
            var index = 0;
            foreach (var member in members)
            {
                sorted[index++] = member;
            }

            sorted.AsSpan(0, count).Sort(ByCodeUnits);
            output.Write("{"u8);
            for (var i = 0; i < count; i++)
            {
                WriteKey(output, sorted[i].Key, first: i == 0);
                Write(output, sorted[i].Value, depth);
            }

            output.Write("}"u8);
        }
        finally
        {
            sorted.AsSpan(0, count).Clear();
            ArrayPool<KeyValuePair<string, object?>>.Shared.Return(sorted);
        }
    }

    internal static void WriteKey(IBufferWriter<byte> output, string key, bool first)
    {
        if (!first)
        {
            output.Write(","u8);
        }

        CanonicalJsonText.Write(output, key);
        output.Write(":"u8);
    }

    private static void WriteList(IBufferWriter<byte> output, FrozenList items, int depth)
    {
        CheckDepth(depth);
        output.Write("["u8);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            Write(output, items[i], depth);
        }

        output.Write("]"u8);
    }

    private static void WriteOpaque(IBufferWriter<byte> output, OpaqueValue opaque)
    {
        output.Write("{\"$opaque\":"u8);
        CanonicalJsonText.Write(output, opaque.TypeName);
        output.Write("}"u8);
    }
}
