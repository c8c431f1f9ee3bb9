using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Tools;
using Xunit;

namespace KernelGuard.Tests.Tools;

public sealed class RecordedToolsTests
{
    [Fact]
    [Trait("Requirement", "S1-21")]
    public void Normalize_RecordedCallsOfARetailer_FitTheirSchemas()
    {
        var folder = Repository.SharedData("vectors/retail-agent");
        var file = ToolFileReader.Read(File.ReadAllBytes(Path.Combine(folder, "tools.json")));
        Assert.Empty(file.Errors);
        var catalogue = ToolFixture.Good(file.Tools, closed: true);
        var benign = File.ReadLines(Path.Combine(folder, "expected.jsonl")).Where(line => line.Contains("\"allow\"", StringComparison.Ordinal)).ToList();
        var refused = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(folder, "calls.jsonl")).Where(line => line.Length > 0))
        {
            using var call = JsonDocument.Parse(line);
            if (call.RootElement.TryGetProperty("tool", out var tool))
            {
                var request = catalogue.Normalize(ToolCall.FromJson(tool.GetString()!, call.RootElement.GetProperty("args").GetRawText()));
                var id = call.RootElement.GetProperty("id").GetString();
                var isBenign = benign.Exists(expected => expected.Contains($"\"id\": \"{id}\"", StringComparison.Ordinal));
                refused.AddRange(isBenign && request.Problem is { } problem ? [problem.Message] : []);
            }
        }

        Assert.NotEmpty(benign);
        Assert.Empty(refused);
    }
}
