using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.Extensions.AI;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Chat;

/// <summary>Which tool a name stands for, and where it comes from.</summary>
public sealed class ToolNameTests
{
    private readonly FileTools _tools = new();

    [Theory]
    [InlineData("del", "DEL")]
    [InlineData("del", "del")]
    [InlineData("del", "Files.Remove")]
    [Trait("Requirement", "S5-23")]
    public async Task TwoTools_ThatAnswerToOneName_AreNotCallable(string first, string second)
    {
        await using var fixture = new GuardFixture(GuardFixture.Files + "\ntools:\n  del: { also: [files.remove] }");
        foreach (var (foreign, streaming, additional) in Combinations())
        {
            var model = new ScriptedChatClient([ScriptedChatClient.Call("del", "/tmp/x"), ScriptedChatClient.Call("read", "/tmp/x", "c2")]);
            var named = AIFunctionFactory.Create(_tools.Delete, first);
            var other = AIFunctionFactory.Create(_tools.Delete, second);
            using var client = model.Guarded(fixture, foreign, loop => loop.AdditionalTools = additional ? [other] : null);

            await client.AskAsync(streaming, additional ? ChatTurn.With(named, _tools.ReadFunction()) : ChatTurn.With(named, other, _tools.ReadFunction()));

            Assert.Contains("ambiguous_tool", model.Results[0], StringComparison.Ordinal);
            Assert.Equal("content of /tmp/x", model.Results[1]);
        }

        Assert.DoesNotContain(_tools.Ran, ran => ran.StartsWith("del", StringComparison.Ordinal));
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task OneTool_ListedTwice_IsCallable(bool foreign, bool guarded)
    {
        await using var fixture = new GuardFixture();
        var function = _tools.DeleteFunction();
        using var client = new ScriptedChatClient([ScriptedChatClient.Call("del", "/tmp/x")])
            .Guarded(fixture, foreign, loop => loop.AdditionalTools = [function]);

        await client.AskAsync(streaming: false, ChatTurn.With(guarded ? GuardedAIFunction.For(function, fixture.Guard) : function));

        Assert.Equal(["del /tmp/x"], _tools.Ran);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Requirement", "S2-33")]
    public async Task EnsureGuarded_AdditionalToolsThatAnswerToOneName_Fails(bool foreign)
    {
        await using var fixture = new GuardFixture();
        using var client = new ScriptedChatClient().Guarded(
            fixture, foreign, loop => loop.AdditionalTools = [_tools.ReadFunction(), _tools.DeleteFunction(), AIFunctionFactory.Create(_tools.Delete, "Del")]);

        Assert.Contains("`del`", Assert.Throws<InvalidOperationException>(() => client.EnsureGuarded()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task Source_OfAFunction_IsAFactAndCanBePinned(bool foreign, bool pinnedToKernels)
    {
        await using var fixture = new GuardFixture($$"""
            kernelguard: 1
            policy: sources
            tools:
              del: { source: {{(pinnedToKernels ? "sk" : "ai")}} }
            rules:
              - { id: local, tool: del, when: tool.source == "ai", effect: allow }
            """);
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del", "/tmp/x")]);
        using var client = model.Guarded(fixture, foreign);

        await client.AskAsync(streaming: false, ChatTurn.With(_tools.DeleteFunction()));

        Assert.Equal(pinnedToKernels ? [] : ["del /tmp/x"], _tools.Ran);
        Assert.Equal("ai", (string?)Assert.Single(fixture.Decisions)["tool"]!["source"]);
    }

    [Fact]
    public void SourceOf_AKernelFunction_IsTheKernelAlsoBehindAWrapper()
    {
        AITool function = _tools.Plugin()["del"];

        Assert.Equal("sk", AIFunctionCalls.SourceOf(function));
        Assert.Equal("sk", AIFunctionCalls.SourceOf(new ApprovalRequiredAIFunction((AIFunction)function)));
        Assert.Equal("ai", AIFunctionCalls.SourceOf(_tools.DeleteFunction()));
    }

    private static IEnumerable<(bool Foreign, bool Streaming, bool Additional)> Combinations() =>
        Enumerable.Range(0, 8).Select(bits => ((bits & 1) == 1, (bits & 2) == 2, (bits & 4) == 4));
}
