using System.Text.Json.Nodes;
using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.Extensions.AI;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Chat;

/// <summary>A turn of the model: all of its calls, their arguments, and what it is told.</summary>
public sealed class TurnTests
{
    private readonly FileTools _tools = new();

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "25")]
    [Trait("Requirement", "S2-32")]
    [Trait("Requirement", "S5-13")]
    public async Task ParallelCalls_AreAllJudgedBeforeAnyRuns(bool foreign, bool streaming, bool concurrent)
    {
        await using var fixture = new GuardFixture();
        var decisionsAtEntry = new List<int>();
        var watched = AIFunctionFactory.Create(
            (string path) =>
            {
                lock (decisionsAtEntry)
                {
                    decisionsAtEntry.Add(fixture.Decisions.Count);
                }

                return _tools.Delete(path);
            },
            "del");
        var model = new ScriptedChatClient(
            [ScriptedChatClient.Call("del", "/tmp/1", "c1"), ScriptedChatClient.Call("del", "/etc/2", "c2"), ScriptedChatClient.Call("del", "/tmp/3", "c3")]);
        using var client = model.Guarded(fixture, foreign, loop => loop.AllowConcurrentInvocation = concurrent);

        await client.AskAsync(streaming, ChatTurn.With(watched));

        Assert.Equal([3, 3], decisionsAtEntry);
        Assert.Equal(3, fixture.Decisions.Count);
        Assert.Equal(3, fixture.Outcomes.Count);
        Assert.Equal(["c1", "c2", "c3"], fixture.Decisions.Select(decision => (string?)decision["call_id"]));
        Assert.Equal(3, model.Results.Count);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Requirement", "S2-32")]
    public async Task ParallelCalls_WhereTheProviderKeepsTheHistory_AreAllJudgedBeforeAnyRuns(bool streaming)
    {
        await using var fixture = new GuardFixture();
        var decisionsAtEntry = new List<int>();
        var watched = AIFunctionFactory.Create((string path) => decisionsAtEntry.Add(fixture.Decisions.Count), "del");
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del", "/tmp/1", "c1"), ScriptedChatClient.Call("del", "/tmp/2", "c2")])
        {
            ConversationId = "conversation",
        };
        using var client = model.Guarded(fixture);

        await client.AskAsync(streaming, ChatTurn.With(watched));

        Assert.Equal([2, 2], decisionsAtEntry);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "26")]
    public async Task HistoryChangedWhileJudging_ToolGetsWhatWasJudgedAndHistoryIsLeftAlone(bool foreign)
    {
        var call = ScriptedChatClient.Call("del", "/tmp/x");
        await using var fixture = new GuardFixture(
            configure: options => options.Evidence.Use(new ActingLedger(() => call.Arguments!["path"] = "/etc/passwd")));
        using var client = new ScriptedChatClient([call]).Guarded(fixture, foreign);

        await client.AskAsync(streaming: false, ChatTurn.With(_tools.DeleteFunction()));

        Assert.Equal(["del /tmp/x"], _tools.Ran);
        Assert.Equal("/etc/passwd", call.Arguments!["path"]);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "27")]
    public async Task CallThatCouldNotBeParsed_IsRefused(bool foreign, bool streaming)
    {
        await using var fixture = new GuardFixture();
        var call = ScriptedChatClient.Call("del", "/tmp/x");
        call.Exception = new FormatException("bad JSON");
        var model = new ScriptedChatClient([call]);
        using var client = model.Guarded(fixture, foreign);

        await client.AskAsync(streaming, ChatTurn.With(_tools.DeleteFunction()));

        Assert.Empty(_tools.Ran);
        Assert.Contains("malformed_arguments", Assert.Single(model.Results), StringComparison.Ordinal);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task Refusals_InARow_EndTheLoopWithAResultForEveryCall(bool foreign, bool streaming)
    {
        await using var fixture = new GuardFixture();
        AIContent[] turn = [ScriptedChatClient.Call("del", "/etc/1", "c1"), ScriptedChatClient.Call("del", "/etc/2", "c2")];
        var model = new ScriptedChatClient(turn, [ScriptedChatClient.Call("del", "/etc/3", "c3"), ScriptedChatClient.Call("read", "/tmp/4", "c4")], [ScriptedChatClient.Call("del", "/etc/5", "c5")]);
        var builder = model.AsBuilder().UsePolicy(fixture.Guard, options => options.TerminateAfterRefusals = 3);
        using var client = (foreign ? builder.UseFunctionInvocation() : builder).Build();

        var contents = await client.AskAsync(streaming, ChatTurn.With(_tools.DeleteFunction(), _tools.ReadFunction()));

        Assert.Equal(2, model.Requests.Count);
        Assert.Equal(["c1", "c2", "c3", "c4"], contents.OfType<FunctionResultContent>().Select(result => result.CallId));
    }

    [Fact]
    public async Task Terminate_ByATool_LeavesNoDecisionOpen()
    {
        await using var fixture = new GuardFixture();
        var stop = AIFunctionFactory.Create(
            (string path) =>
            {
                FunctionInvokingChatClient.CurrentContext!.Terminate = true;
                return path;
            },
            "del");
        using var client = new ScriptedChatClient([ScriptedChatClient.Call("del", "/tmp/1"), ScriptedChatClient.Call("del", "/tmp/2", "c2")]).Guarded(fixture);

        await client.AskAsync(streaming: false, ChatTurn.With(stop));

        Assert.Equal(2, fixture.Decisions.Count);
        Assert.Equal(["executed", "cancelled"], fixture.Outcomes.Select(outcome => (string?)outcome["outcome"]).OrderDescending());
    }

    [Fact]
    public async Task ForbiddenTools_Hidden_AreNotOfferedAndNotCallable()
    {
        await using var fixture = new GuardFixture("""
            kernelguard: 1
            policy: hiding
            rules:
              - { id: read, tool: read, effect: allow }
              - { id: never, tool: del, effect: deny }
              - { id: some, tool: del, when: args.path == "/tmp", effect: allow }
              - { id: others, tool: wipe, when: agent.id == "ops", effect: allow }
            """);
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del", "/tmp")]);
        using var client = model.AsBuilder().UsePolicy(fixture.Guard, options => options.HideForbiddenTools = true).Build();

        await client.AskAsync(
            streaming: false, ChatTurn.With(_tools.DeleteFunction(), _tools.ReadFunction(), AIFunctionFactory.Create(_tools.Wipe, "wipe"), AIFunctionFactory.Create(_tools.Wipe, "unruled")));

        Assert.Equal(["read"], model.Requests[0].Options!.Tools!.Select(tool => tool.Name));
        Assert.Empty(_tools.Ran);
    }

    [Fact]
    public async Task Refusal_AtTheModel_IsTextThatSaysNothingRan()
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del", "/etc/x")]);
        using var client = model.Guarded(fixture);

        await client.AskAsync(streaming: false, ChatTurn.With(_tools.DeleteFunction()));

        var content = model.Requests[^1].Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Single();
        Assert.False((bool)JsonNode.Parse(Assert.IsType<string>(content.Result))!["executed"]!);
        Assert.Null(content.Exception);
    }

    [Fact]
    public async Task CallsOfAToolBody_AreJudgedThemselves()
    {
        await using var fixture = new GuardFixture();
        var inner = new GuardedAIFunction(_tools.ReadFunction(), fixture.Guard);
        var outer = AIFunctionFactory.Create(
            async (AIFunctionArguments arguments, CancellationToken token) =>
            {
                arguments["path"] = "/etc/shadow";
                return await inner.InvokeAsync(arguments, token);
            },
            "del");
        var model = new ScriptedChatClient([new FunctionCallContent("c1", "del", new Dictionary<string, object?> { ["path"] = "/tmp/x" })]);
        using var client = model.Guarded(fixture);

        await client.AskAsync(streaming: false, ChatTurn.With(new Loose(outer)));

        Assert.Equal(2, fixture.Decisions.Count);
        Assert.Empty(_tools.Ran);
    }

    /// <summary>A function that takes whatever it gets.</summary>
    private sealed class Loose(AIFunction inner) : DelegatingAIFunction(inner)
    {
        public override System.Text.Json.JsonElement JsonSchema { get; } = System.Text.Json.JsonDocument.Parse("{}").RootElement;
    }
}
