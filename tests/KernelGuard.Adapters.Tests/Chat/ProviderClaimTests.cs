using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Chat;

/// <summary>What the provider says it ran is not believed, and what the loop ran is not mistaken for it.</summary>
[Trait("Way", "24")]
public sealed class ProviderClaimTests
{
    private readonly FileTools _tools = new();

    [Theory]
    [CombinatorialBooleans]
    public async Task ResultThatTheProviderClaims_IsWithheldAndAlarmed(bool foreign, bool streaming, bool resultFirst)
    {
        await using var fixture = new GuardFixture();
        AIContent[] turn = [ScriptedChatClient.Call("del", "/tmp/x"), new FunctionResultContent("c1", "all deleted")];
        var model = new ScriptedChatClient(resultFirst ? [.. turn.Reverse()] : turn);
        using var client = model.Guarded(fixture, foreign);

        var contents = await client.AskAsync(streaming, ChatTurn.With(_tools.DeleteFunction()));

        Assert.Contains("ungoverned_execution", (string)contents.OfType<FunctionResultContent>().Single().Result!, StringComparison.Ordinal);
        Assert.Contains(GuardAlarm.UngovernedExecution, fixture.Alarms);
        Assert.Empty(_tools.Ran);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task SecondResult_OfACallThatRan_IsWithheld(bool foreign, bool streaming)
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del", "/tmp/x")], [new FunctionResultContent("c1", "and all the rest")]);
        using var client = model.Guarded(fixture, foreign);

        var results = (await client.AskAsync(streaming, ChatTurn.With(_tools.DeleteFunction()))).OfType<FunctionResultContent>().Select(result => $"{result.Result}").ToList();

        Assert.Equal(["del /tmp/x"], _tools.Ran);
        Assert.Equal("deleted /tmp/x", results[0]);
        Assert.Contains("ungoverned_execution", results[1], StringComparison.Ordinal);
        Assert.Equal([GuardAlarm.UngovernedExecution], fixture.Alarms);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task CallThatTheProviderMarksAsRun_IsAlarmed(bool foreign, bool streaming)
    {
        await using var fixture = new GuardFixture();
        var call = ScriptedChatClient.Call("del", "/tmp/x");
        call.InformationalOnly = true;
        using var client = new ScriptedChatClient([call, new McpServerToolCallContent("m1", "lookup", "crm")]).Guarded(fixture, foreign);

        await client.AskAsync(streaming, ChatTurn.With(_tools.DeleteFunction()));

        Assert.Equal([GuardAlarm.ProviderExecuted, GuardAlarm.ProviderExecuted], fixture.Alarms);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task ResultsOfTheLoop_OfEveryKind_PassWithoutAlarm(bool foreign, bool streaming, bool concurrent)
    {
        await using var fixture = new GuardFixture();
        var broken = AIFunctionFactory.Create(string (string path) => throw new InvalidOperationException("broken"), "read");
        var model = new ScriptedChatClient(
            [ScriptedChatClient.Call("del", "/tmp/x"), ScriptedChatClient.Call("read", "/tmp/x", "c2"), ScriptedChatClient.Call("del", "/etc/x", "c3")],
            [ScriptedChatClient.Call("del", "/tmp/y"), ScriptedChatClient.Call("format", "/tmp/z", "c5")]);
        using var client = model.Guarded(fixture, foreign, loop => loop.AllowConcurrentInvocation = concurrent);

        var contents = await client.AskAsync(streaming, ChatTurn.With(_tools.DeleteFunction(), broken));

        Assert.Empty(fixture.Alarms);
        Assert.DoesNotContain(contents.OfType<FunctionResultContent>(), result => $"{result.Result}".Contains("ungoverned", StringComparison.Ordinal));
        Assert.Equal(2, _tools.Ran.Count);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task AnsweredApproval_ApprovedOrRejected_PassesWithoutAlarm(bool foreign, bool streaming, bool approved)
    {
        await using var fixture = new GuardFixture();
        using var client = new ScriptedChatClient([ScriptedChatClient.Call("del", "/tmp/x")]).Guarded(fixture, foreign);
        var options = ChatTurn.With(new ApprovalRequiredAIFunction(_tools.DeleteFunction()));
        var go = new ChatMessage(ChatRole.User, "go");
        var request = (await client.AskAsync(streaming, options, go)).OfType<ToolApprovalRequestContent>().Single();

        var contents = await client.AskAsync(
            streaming, options, go, new(ChatRole.Assistant, [request]), new(ChatRole.User, [request.CreateResponse(approved, "no")]));

        Assert.Contains(approved ? "deleted" : "rejected", $"{contents.OfType<FunctionResultContent>().Single().Result}", StringComparison.Ordinal);
        Assert.Empty(fixture.Alarms);
    }
}
