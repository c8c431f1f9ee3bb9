using System.Text.Json.Nodes;
using KernelGuard.Calls;
using KernelGuard.Enforcement;
using KernelGuard.Evidence;
using Xunit;

namespace KernelGuard.Tests.Root;

/// <summary>A guard over policy texts, with its clock, ledger and tool in the test's hands.</summary>
internal sealed class TestGuard : IAsyncDisposable
{
    private readonly PolicyFolder _folder;

    public TestGuard(string policy, Action<GuardOptions>? configure = null)
        : this([policy], configure)
    {
    }

    public TestGuard(string[] policies, Action<GuardOptions>? configure = null)
    {
        _folder = new PolicyFolder(policies);
        Guard = ToolCallGuard.Create(_folder.Path, options =>
        {
            options.TimeProvider = Clock;
            options.Evidence.Use(Ledger);
            options.Evidence.Capture = new EvidenceCapture { Mode = CaptureMode.Full };
            configure?.Invoke(options);
        });
    }

    public ManualClock Clock { get; } = new();

    public CallbackLedger Ledger { get; } = new();

    public SpyTool Tool { get; init; } = new();

    public ToolCallGuard Guard { get; }

    /// <summary>The folder of the policies.</summary>
    public PolicyFolder Folder => _folder;

    /// <summary>The details of the notes of one kind, in order.</summary>
    public IReadOnlyList<JsonNode> Notes(string kind) =>
        [.. Ledger.Records.Where(record => record.Type == EvidenceRecordType.Note).Select(record => record.Json()).Where(note => (string?)note["kind"] == kind).Select(note => note["details"]!)];

    /// <summary>Lets the guard look at its policy files so many times.</summary>
    public void Look(int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            Clock.Advance(PolicyWatch.Interval);
        }
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Puts other policies in force.</summary>
    public void Reload(params ReadOnlySpan<string> policies)
    {
        _folder.Write(policies);
        Guard.ReloadPolicies();
    }

    /// <summary>Makes a call in whatever scope there is.</summary>
    public ValueTask<ToolCallOutcome> CallAsync(string tool, string arguments = "{}") => CallAsync(ToolCall.FromJson(tool, arguments));

    public ValueTask<ToolCallOutcome> CallAsync(ToolCall call) => Guard.InvokeAsync(call, Tool.RunAsync, Cancellation);

    /// <summary>Makes a call as <c>bot</c> for <c>ann</c> in session <c>s1</c>.</summary>
    public async ValueTask<ToolCallOutcome> CallAsAnnAsync(string tool, string arguments = "{}")
    {
        using var scope = Guard.BeginScope("s1", "bot", "ann");
        return await CallAsync(tool, arguments);
    }

    public async ValueTask DisposeAsync()
    {
        await Guard.DisposeAsync();
        _folder.Dispose();
    }
}
