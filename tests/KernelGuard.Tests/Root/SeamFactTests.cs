using System.Buffers;
using System.Text;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using KernelGuard.Evidence;
using Xunit;

namespace KernelGuard.Tests.Root;

/// <summary>What a seam says of a tool besides its name.</summary>
public sealed class SeamFactTests
{
    private const string Policy = """
        kernelguard: 1
        policy: p
        tools:
          Files.Read: { source: sk, also: [files_read] }
        rules:
          - { id: read, tool: Files.Read, effect: allow }
          - { id: remote, tool: Remote.Read, when: 'tool.source.startsWith("mcp:")', effect: allow }
          - { id: local, tool: Local.Read, when: 'tool.source == ""', effect: allow }
          - { id: keep, tool: "*", when: 'has(args.path) && args.path == "/etc"', effect: deny, code: system_file }
        """;

    [Theory]
    [InlineData("Files.Read", "sk", null)]
    [InlineData("files_read", "sk", null)]
    [InlineData("Files.Read", "ai", "wrong_source")]
    [InlineData("Files.Read", "SK", "wrong_source")]
    [InlineData("files_read", "mcp:files", "wrong_source")]
    [InlineData("Files.Read", null, "wrong_source")]
    [InlineData("Remote.Read", "mcp:files", null)]
    [InlineData("Remote.Read", "ai", "no_rule")]
    [InlineData("Local.Read", null, null)]
    public async Task Source_DeclaredOrReadByARule_Counts(string tool, string? source, string? code)
    {
        await using var kit = new TestGuard(Policy);

        var outcome = await kit.CallAsync(new ToolCall(tool) { Source = source });

        Assert.Equal((code is null, code), (outcome.Executed, outcome.Refusal?.Code));
    }

    [Fact]
    public async Task AmbiguousCall_WhateverRulesSay_IsRefused()
    {
        await using var kit = new TestGuard(Policy);

        var outcome = await kit.CallAsync(new ToolCall("Local.Read") { IsAmbiguous = true });

        Assert.Equal("ambiguous_tool", outcome.Refusal!.Code);
        Assert.Equal(0, kit.Tool.Count);
    }

    [Fact]
    public async Task MarkedTool_ThatRulesPermit_WaitsForAPerson()
    {
        await using var kit = new TestGuard(Policy);
        var call = new ToolCall("Local.Read") { NeedsApproval = true };
        using var scope = kit.Guard.BeginScope("s1", "bot", "ann");

        var waiting = await kit.CallAsync(call);
        Assert.Equal((DecisionStatus.ApprovalPending, GuardCodes.ApprovalRequired), (waiting.Status, waiting.Refusal!.Code));
        await kit.Guard.Approvals.ApproveAsync(waiting.TicketId!, new("lee"), cancellationToken: TestGuard.Cancellation);

        Assert.True((await kit.CallAsync(call)).Executed);
        Assert.Equal(DecisionStatus.ApprovalPending, (await kit.CallAsync(call)).Status);
    }

    [Fact]
    public async Task MarkedTool_ThatARuleRefuses_IsRefused()
    {
        await using var kit = new TestGuard(Policy);

        var outcome = await kit.CallAsync(new ToolCall("Local.Read", new Dictionary<string, object?> { ["path"] = "/etc" }) { NeedsApproval = true });

        Assert.Equal("system_file", outcome.Refusal!.Code);
    }

    [Fact]
    public async Task MarkedTool_InASetThatObserves_Runs()
    {
        await using var kit = new TestGuard(Policy + "\nset: { mode: observe }");

        Assert.True((await kit.CallAsync(new ToolCall("Local.Read") { NeedsApproval = true })).Executed);
    }

    [Fact]
    public async Task MarkAndSource_AreInTheEvidence()
    {
        var ledger = new MemoryLedger();
        await using var kit = new TestGuard(Policy, options => options.Evidence.Use(ledger));

        await kit.CallAsync(new ToolCall("Remote.Read") { Source = "mcp:files", NeedsApproval = true });

        var lines = new ArrayBufferWriter<byte>();
        ledger.WriteLines(lines);
        var line = Encoding.UTF8.GetString(lines.WrittenSpan);
        Assert.Contains("\"needs_approval\":true", line, StringComparison.Ordinal);
        Assert.Contains("\"source\":\"mcp:files\"", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FILES_READ", "Files.Read files_read")]
    [InlineData("Files.Read", "Files.Read files_read")]
    [InlineData("Local.Read", "Local.Read")]
    public async Task SpellingsOf_KnowsWhatDocumentsSay(string tool, string expected)
    {
        await using var kit = new TestGuard(Policy);

        Assert.Equal(expected, string.Join(' ', kit.Guard.SpellingsOf(tool)));
    }
}
