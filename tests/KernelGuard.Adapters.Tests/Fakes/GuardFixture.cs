using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using KernelGuard.Calls;
using KernelGuard.Evidence;

namespace KernelGuard.Adapters.Tests.Fakes;

/// <summary>A guard with a policy written to a folder of its own, and its evidence at hand.</summary>
internal sealed class GuardFixture : IAsyncDisposable
{
    public const string Files = """
        kernelguard: 1
        policy: files
        rules:
          - { id: safe, tool: [files.del, files.read, del, read], when: '!args.path.startsWith("/etc")', effect: allow }
          - { id: keep-etc, tool: [files.del, files.read, del, read], when: args.path.startsWith("/etc"), effect: deny, code: system_file }
          - { id: asked, tool: [files.wipe, wipe], effect: require_approval }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kernelguard-");

    public GuardFixture(string policy = Files, Action<GuardOptions>? configure = null)
    {
        File.WriteAllText(Path, policy);
        Guard = ToolCallGuard.Create(Path, options =>
        {
            options.DefaultCaller = new Caller("s1", "bot", "ann");
            options.Evidence.Use(Ledger);
            configure?.Invoke(options);
        });
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "policy.yaml");

    public MemoryLedger Ledger { get; } = new();

    public ToolCallGuard Guard { get; }

    public IReadOnlyList<JsonObject> Decisions => Records("decision");

    public IReadOnlyList<JsonObject> Outcomes => Records("outcome");

    public IReadOnlyList<JsonObject> Notes => Records("note");

    public IReadOnlyList<string> Alarms =>
        [.. Notes.Where(note => (string?)note["kind"] == "alarm").Select(note => (string)note["details"]!["code"]!)];

    public async ValueTask DisposeAsync()
    {
        await Guard.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private List<JsonObject> Records(string type)
    {
        var lines = new ArrayBufferWriter<byte>();
        Ledger.WriteLines(lines);
        return [.. Encoding.UTF8.GetString(lines.WrittenSpan)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject())
            .Where(record => (string?)record["type"] == type)];
    }
}
