using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.Extensions.AI;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Chat;

/// <summary>Wherever the loop finds a function, its calls are judged.</summary>
public sealed class ToolSourceTests
{
    private readonly FileTools _tools = new();

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "15")]
    public async Task AdditionalTools_Call_IsJudged(bool foreign, bool streaming)
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del", "/etc/passwd")]);
        using var client = model.Guarded(fixture, foreign, loop => loop.AdditionalTools = [_tools.DeleteFunction()]);

        await client.AskAsync(streaming, null);

        Assert.Contains("system_file", Assert.Single(model.Results), StringComparison.Ordinal);
        Assert.Empty(_tools.Ran);
        Assert.Single(fixture.Decisions);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "15")]
    [Trait("Requirement", "S2-32")]
    public async Task ToolAddedDuringTheLoop_Call_IsJudged(bool foreign, bool streaming)
    {
        await using var fixture = new GuardFixture(GuardFixture.Files + "\n  - { id: grow, tool: grow, effect: allow }");
        var grow = AIFunctionFactory.Create(
            () => FunctionInvokingChatClient.CurrentContext!.Options!.Tools!.Add(_tools.DeleteFunction()), "grow");
        var model = new ScriptedChatClient(
            [new FunctionCallContent("c1", "grow")], [ScriptedChatClient.Call("del", "/etc/passwd", "c2")], [ScriptedChatClient.Call("del", "/tmp/x", "c3")]);
        using var client = model.Guarded(fixture, foreign);

        await client.AskAsync(streaming, ChatTurn.With(grow));

        Assert.Equal(["del /tmp/x"], _tools.Ran);
        Assert.Equal(3, fixture.Decisions.Count);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "21")]
    public async Task DeclarationOnly_PermittedCall_GoesToTheCallerAndIsJudgedOnceWhenTheGuardedFunctionRuns(bool foreign, bool streaming)
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del", "/tmp/x")]);
        using var client = model.Guarded(fixture, foreign);

        var contents = await client.AskAsync(streaming, ChatTurn.With(_tools.DeleteFunction().AsDeclarationOnly()));
        var call = Assert.Single(contents.OfType<FunctionCallContent>());
        Assert.False(call.InformationalOnly);
        await new GuardedAIFunction(_tools.DeleteFunction(), fixture.Guard).InvokeAsync(
            new AIFunctionArguments(call.Arguments), TestContext.Current.CancellationToken);

        Assert.Equal(["del /tmp/x"], _tools.Ran);
        Assert.Single(fixture.Decisions);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "21")]
    public async Task DeclarationOnly_RefusedCall_ReachesTheCallerAsAnsweredWithTheRefusal(bool foreign, bool streaming, bool additional)
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del", "/etc/passwd")]);
        var declaration = _tools.DeleteFunction().AsDeclarationOnly();
        using var client = model.Guarded(fixture, foreign, loop => loop.AdditionalTools = additional ? [declaration] : null);

        var contents = await client.AskAsync(streaming, additional ? null : ChatTurn.With(declaration));

        Assert.True(Assert.Single(contents.OfType<FunctionCallContent>()).InformationalOnly);
        Assert.Contains("system_file", (string)Assert.Single(contents.OfType<FunctionResultContent>()).Result!, StringComparison.Ordinal);
        Assert.Equal("system_file", (string?)Assert.Single(fixture.Decisions)["code"]);
        Assert.Single(fixture.Outcomes);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "21")]
    public async Task DeclarationOnly_CallThatNeedsApproval_IsHeldByTheCallersGuardedFunction(bool foreign, bool streaming)
    {
        await using var fixture = new GuardFixture();
        var wipe = AIFunctionFactory.Create(_tools.Wipe, "wipe");
        using var client = new ScriptedChatClient([new FunctionCallContent("c1", "wipe", new Dictionary<string, object?> { ["disk"] = "sda" })]).Guarded(fixture, foreign);

        var contents = await client.AskAsync(streaming, ChatTurn.With(wipe.AsDeclarationOnly()));
        var result = await new GuardedAIFunction(wipe, fixture.Guard).InvokeAsync(
            new AIFunctionArguments(Assert.Single(contents.OfType<FunctionCallContent>()).Arguments), TestContext.Current.CancellationToken);

        Assert.Contains("approval_pending", (string)result!, StringComparison.Ordinal);
        Assert.Empty(_tools.Ran);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "21")]
    public async Task DeclarationOnly_RefusedCallBesideAnother_LetsTheLoopGoOn(bool streaming)
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del", "/etc/passwd"), ScriptedChatClient.Call("read", "/tmp/x", "c2")]);
        using var client = model.Guarded(fixture);

        await client.AskAsync(streaming, ChatTurn.With(_tools.DeleteFunction().AsDeclarationOnly(), _tools.ReadFunction()));

        Assert.Equal(["read /tmp/x"], _tools.Ran);
        Assert.Equal(2, model.Results.Count);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "21")]
    public async Task CallsLeftOver_AtTheIterationLimitOrUnknown_DoNotRun(bool foreign, bool unknown)
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient([ScriptedChatClient.Call(unknown ? "format" : "del", "/tmp/1")], [ScriptedChatClient.Call("del", "/tmp/2", "c2")]);
        using var client = model.Guarded(fixture, foreign, loop =>
        {
            loop.TerminateOnUnknownCalls = true;
            loop.MaximumIterationsPerRequest = 1;
        });

        await client.AskAsync(streaming: false, ChatTurn.With(_tools.DeleteFunction()));

        Assert.Equal(unknown ? [] : ["del /tmp/1"], _tools.Ran);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Requirement", "S1-15")]
    public async Task UnknownTool_Call_IsRecordedAndTheRefusalNamesTheNearest(bool foreign, bool streaming, bool otherCase)
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient([ScriptedChatClient.Call(otherCase ? "DEL" : "dell", "/tmp/x")]);
        using var client = model.Guarded(fixture, foreign);

        var contents = await client.AskAsync(streaming, ChatTurn.With(_tools.DeleteFunction()));

        // The library's loop tells the model in words of its own, except where it streams: then our refusal is there before the model is asked again.
        var told = foreign && !streaming ? (string)Assert.Single(contents.OfType<FunctionResultContent>()).Result! : Assert.Single(model.Results);
        Assert.Contains("unknown_tool", told, StringComparison.Ordinal);
        Assert.Contains("`del`", told, StringComparison.Ordinal);
        Assert.Equal("unknown_tool", (string?)Assert.Single(fixture.Decisions)["code"]);
        Assert.Empty(_tools.Ran);
    }
}
