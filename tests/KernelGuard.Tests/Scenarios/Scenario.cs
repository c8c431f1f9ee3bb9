using System.Text.Json;
using KernelGuard.Calls;
using Xunit;
using Xunit.Sdk;

namespace KernelGuard.Tests.Scenarios;

/// <summary>One call and what the shipped policy says to it: a line of a table beside this file.</summary>
public sealed class Scenario : IXunitSerializable
{
    private JsonElement _json;

    private Scenario(JsonElement json) => _json = json;

    [Obsolete("For the test runner.")]
    public Scenario()
    {
    }

    public bool ToolsAreKnown => _json.TryGetProperty("closed", out var closed) && closed.GetBoolean();

    public bool IsPermitted => Expected("status") == "permitted";

    private string Tool => _json.GetProperty("tool").GetString()!;

    private string ArgumentsJson => _json.TryGetProperty("raw", out var raw) ? raw.GetString()! : _json.GetProperty("args").GetRawText();

    public static TheoryData<Scenario> Table(string policy)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Repository.FullPath($"tests/KernelGuard.Tests/Scenarios/{policy}.json")));
        return [.. json.RootElement.EnumerateArray().Select(line => new Scenario(line.Clone()))];
    }

    public string? Expected(string name) => _json.GetProperty(name).GetString();

    /// <summary>The call with its arguments as values, as a framework hands them on; null where they are no JSON object.</summary>
    public ToolCall? ToCallWithValues()
    {
        if (_json.TryGetProperty("raw", out _))
        {
            return null;
        }

        var values = _json.GetProperty("args").EnumerateObject().ToDictionary(m => m.Name, m => (object?)m.Value);
        return new ToolCall(Tool, values) { Context = Facts("context"), Environment = Facts("env") };
    }

    /// <summary>The call with its arguments as JSON text, as a model writes them.</summary>
    public ToolCall ToCallWithText() => new(Tool) { ArgumentsJson = ArgumentsJson, Context = Facts("context"), Environment = Facts("env") };

    public void Serialize(IXunitSerializationInfo info) => info.AddValue("json", _json.GetRawText());

    public void Deserialize(IXunitSerializationInfo info) => _json = JsonDocument.Parse(info.GetValue<string>("json")!).RootElement;

    public override string ToString() => _json.GetProperty("name").GetString()!;

    private Dictionary<string, object?>? Facts(string name) =>
        _json.TryGetProperty(name, out var facts) ? facts.EnumerateObject().ToDictionary(m => m.Name, m => (object?)m.Value) : null;
}
