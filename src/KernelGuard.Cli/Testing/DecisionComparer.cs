using System.Buffers;
using System.Text;
using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Cli.Judging;
using KernelGuard.Cli.Output;

namespace KernelGuard.Cli.Testing;

/// <summary>Compares a decision, in the form in which <c>decide</c> prints it, with what was expected.</summary>
internal static class DecisionComparer
{
    /// <summary>What is not as expected.</summary>
    public static IReadOnlyList<Difference> Compare(IReadOnlyList<ExpectedValue> expected, JudgedLine call)
    {
        if (expected.Count == 0)
        {
            return [];
        }

        using var actual = ToJson(call);
        return
        [
            .. expected.Select(value => new Difference(value.Key, value.Json, Find(actual.RootElement, value.Key)))
                .Where(difference => difference.Expected != difference.Actual),
        ];
    }

    private static JsonDocument ToJson(JudgedLine call)
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(buffer, JsonOutput.Options))
        {
            json.WriteStartObject();
            DecisionLineWriter.WriteMembers(json, call);
            json.WritePropertyName("result");
            json.WriteRawValue(call.Result is JsonElement result ? ToText(result) : CanonicalJson.ToText(call.Result));
            json.WriteEndObject();
        }

        return JsonDocument.Parse(buffer.WrittenMemory);
    }

    private static string Find(JsonElement json, string key)
    {
        foreach (var name in key.Split('.'))
        {
            if (json.ValueKind != JsonValueKind.Object)
            {
                return "null";
            }

            json = json.GetProperty(name);
        }

        return ToText(json);
    }

    private static string ToText(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(buffer, json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
