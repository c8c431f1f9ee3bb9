using System.Globalization;
using System.Text.Json;
using KernelGuard.Cel.Values;

namespace KernelGuard.Cel.Tests.Conformance;

/// <summary>Reads values and types of the vectors, and compares values with their exact kinds.</summary>
internal static class ConformanceValues
{
    public static CelValue Read(JsonElement json)
    {
        var property = json.EnumerateObject().Single();
        var value = property.Value;
        return property.Name switch
        {
            "null" => CelValue.Null,
            "bool" => CelValue.FromBool(value.GetBoolean()),
            "int64" => CelValue.FromInt(long.Parse(value.GetString()!, CultureInfo.InvariantCulture)),
            "uint64" => CelValue.FromUInt(ulong.Parse(value.GetString()!, CultureInfo.InvariantCulture)),
            "double" => CelValue.FromDouble(double.Parse(value.GetString()!, CultureInfo.InvariantCulture)),
            "string" => CelValue.FromString(value.GetString()!),
            "bytes" => CelValue.FromBytes(value.GetBytesFromBase64()),
            "list" => CelValue.FromList([.. value.EnumerateArray().Select(Read)]),
            "map" => ReadMap(value),
            "timestamp" => Evaluate($"timestamp('{value.GetString()}')"),
            "duration" => Evaluate($"duration('{value.GetString()}')"),
            "type" => CelValue.FromType(value.GetString()!),
            _ => throw new NotSupportedException(property.Name),
        };
    }

    public static CelType ReadType(JsonElement json) => json.GetProperty("t").GetString() switch
    {
        "dyn" => CelType.Dyn,
        "null" => CelType.Null,
        "bool" => CelType.Bool,
        "int" => CelType.Int,
        "uint" => CelType.UInt,
        "double" => CelType.Double,
        "string" => CelType.String,
        "bytes" => CelType.Bytes,
        "timestamp" => CelType.Timestamp,
        "duration" => CelType.Duration,
        "list" => CelType.List(ReadType(json.GetProperty("elem"))),
        "map" => CelType.Map(ReadType(json.GetProperty("key")), ReadType(json.GetProperty("value"))),
        "type" => CelType.TypeOf(ReadType(json.GetProperty("of"))),
        "abstract" => CelType.Opaque(json.GetProperty("name").GetString()!, [.. json.GetProperty("params").EnumerateArray().Select(ReadType)]),
        "param" => CelType.Parameter(json.GetProperty("name").GetString()!),
        var other => throw new NotSupportedException(other),
    };

    public static bool AreSame(CelValue expected, CelValue actual)
    {
        if (expected.Kind != actual.Kind)
        {
            return false;
        }

        return expected.Kind switch
        {
            CelKind.Double => expected.AsDouble.Equals(actual.AsDouble),
            CelKind.List => AreSame(expected.AsList, actual.AsList),
            CelKind.Map => AreSame(expected.AsMap, actual.AsMap),
            _ => expected.Equals(actual),
        };
    }

    private static bool AreSame(ICelList expected, ICelList actual) =>
        expected.Count == actual.Count && Enumerable.Range(0, expected.Count).All(i => AreSame(expected[i], actual[i]));

    private static bool AreSame(ICelMap expected, ICelMap actual) =>
        expected.Count == actual.Count && expected.Keys.All(key =>
            expected.TryGet(key, out var left) && actual.TryGet(key, out var right) && AreSame(left, right)
            && actual.Keys.Any(other => AreSame(key, other)));

    private static CelValue ReadMap(JsonElement entries)
    {
        var map = new ValueMap(0);
        foreach (var entry in entries.EnumerateArray())
        {
            map.TryAdd(Read(entry[0]), Read(entry[1]));
        }

        return CelValue.FromMap(map);
    }

    private static CelValue Evaluate(string source)
    {
        var environment = CelEnvironment.CreateBuilder().Build();
        return environment.Compile(source).Program!.Evaluate(new CelVariables(environment));
    }
}
