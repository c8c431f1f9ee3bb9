using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Calls;

namespace KernelGuard.Tests.Calls;

/// <summary>Random frozen values, and what tests do with them.</summary>
internal static class CanonicalJsonValues
{
    private static readonly string[] Keys =
        ["", "a", "A", "aa", "b", "é", "€", "😀", "\ufb33", "\r", "\"", "0", "10", "9", "ı", "İ", "i", "I", "prev", "seq", "\u0000", "\u2028"];

    public static Arbitrary<object?> Objects { get; } = Gen.Sized(size => Value(Math.Min(size, 4))).ToArbitrary();

    public static string Canonical(string json)
    {
        using var document = JsonDocument.Parse(json);
        var output = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(output, document.RootElement);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static object? Reversed(object? value) => value switch
    {
        FrozenObject members => new FrozenObject([.. members.Keys.Reverse()], [.. members.Values.Reverse().Select(Reversed)], members.IgnoresCase),
        FrozenList items => new FrozenList([.. items.Select(Reversed)]),
        _ => value,
    };

    public static object? Parse(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Parse([.. element.EnumerateObject()]),
        JsonValueKind.Array => new FrozenList([.. element.EnumerateArray().Select(Parse)]),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => Number(element.GetDouble()),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (FrozenObject x, FrozenObject y) => x.Count == y.Count && x.All(member => y.ContainsKey(member.Key) && AreEqual(member.Value, y[member.Key])),
        (FrozenList x, FrozenList y) => x.Count == y.Count && x.Zip(y).All(static pair => AreEqual(pair.First, pair.Second)),
        _ => Equals(left, right),
    };

    /// <summary>A number as frozen values hold it.</summary>
    public static object Number(double number) =>
        Math.Abs(number) <= 9007199254740991 && Math.Truncate(number) == number ? (object)(long)number : number;

    private static FrozenObject Parse(JsonProperty[] members) =>
        new([.. members.Select(static member => member.Name)], [.. members.Select(static member => Parse(member.Value))], ignoresCase: false);

    private static Gen<object?> Value(int depth)
    {
        var scalar = Gen.OneOf(
            Gen.Elements<object?>(null, true, false, "", "x", "😀\u0001\"\\", 0L, -1L, 9007199254740991L, 0.5, 1e300, -1e-300),
            ArbMap.Default.GeneratorFor<int>().Select(static number => (object?)(long)number),
            ArbMap.Default.GeneratorFor<NormalFloat>().Select(static number => (object?)Number(number.Get)),
            ArbMap.Default.GeneratorFor<string>().Select(static text => (object?)WellFormed(text)));
        if (depth == 0)
        {
            return scalar;
        }

        var inner = Value(depth - 1);
        return Gen.OneOf(
            scalar,
            inner.ArrayOf().Select(static items => (object?)new FrozenList(items)),
            Gen.Shuffle(Keys).SelectMany(keys => inner.ArrayOf().Select(items => (object?)Object(keys, items))));
    }

    private static FrozenObject Object(string[] keys, object?[] items)
    {
        var count = Math.Min(keys.Length, items.Length);
        return new FrozenObject(keys[..count], items[..count], ignoresCase: false);
    }

    private static string WellFormed(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
}
