using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>One call of the data file, and what has to come of it on every seam.</summary>
internal sealed record ContractCase(string Name, string Tool, JsonObject Args, string Status, string? Code, string? Ran, bool AdaptersOnly)
{
    private static readonly JsonObject File = JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Contract", "calls.json")))!.AsObject();

    public static string Policy => (string)File["policy"]!;

    public static IReadOnlyList<ContractCase> All { get; } = [.. File["calls"]!.AsArray().Select(node => Read(node!.AsObject()))];

    public static TheoryData<string> Names => [.. All.Select(call => call.Name)];

    /// <summary>The arguments as a provider's client gives them.</summary>
    public Dictionary<string, object?> Arguments() =>
        Args.ToDictionary(member => member.Key, member => member.Value is null ? null : (object?)JsonSerializer.SerializeToElement(member.Value));

    private static ContractCase Read(JsonObject call) => new(
        (string)call["name"]!,
        (string)call["tool"]!,
        call["args"]!.AsObject(),
        (string)call["status"]!,
        (string?)call["code"],
        (string?)call["ran"],
        (bool?)call["adapters_only"] ?? false);
}
