using System.Text.Json;
using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.Approvals;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Chat;

/// <summary>Calls that policy holds are asked for in the library's own way, and answered by whom the host names.</summary>
[Trait("Way", "19")]
public sealed class NativeApprovalTests
{
    private static ScriptedChatClient Model(params AIContent[] turn) => new(turn.Length == 0 ? [ScriptedChatClient.Call("del", "/tmp/x")] : turn);

    [Theory]
    [CombinatorialBooleans]
    [Trait("Requirement", "S1-04")]
    [Trait("Requirement", "S4-37")]
    [Trait("Requirement", "S4-39")]
    [Trait("Requirement", "S4-42")]
    public async Task Call_ThatPolicyHolds_IsAskedForAndRunsOnceWhenApproved(bool foreign, bool streaming, bool json)
    {
        await using var scene = new NativeScene(Model(), foreign, streaming, json);

        var request = Assert.Single(await scene.SendAsync());

        var ticket = Assert.Single(scene.Approvals.List());
        Assert.Equal(ticket.Id, request.RequestId);
        var call = Assert.IsType<FunctionCallContent>(request.ToolCall);
        Assert.Equal(("c1", "del", "/tmp/x"), (call.CallId, call.Name, call.Arguments!["path"]?.ToString()));
        Assert.Empty(scene.Tools.Ran);
        Assert.Single(scene.Model.Requests);

        Assert.Empty(await scene.SendAsync(NativeScene.Lee, request.CreateResponse(true, "fine")));

        Assert.Equal(["del /tmp/x"], scene.Tools.Ran);
        Assert.Equal(["deleted /tmp/x"], scene.Model.Results);
        Assert.Equal(TicketStatus.Used, scene.Approvals.Find(ticket.Id)!.Status);
        Assert.Empty(scene.Fixture.Alarms);

        await scene.SendAsync(NativeScene.Lee, new TextContent("and now?"));
        Assert.Single(scene.Tools.Ran);
        Assert.Empty(scene.Fixture.Alarms);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Requirement", "S4-43")]
    public async Task Call_Rejected_DoesNotRunAndTheModelIsToldWhy(bool foreign, bool streaming, bool json)
    {
        await using var scene = new NativeScene(Model(), foreign, streaming, json);
        var request = Assert.Single(await scene.SendAsync());

        Assert.Empty(await scene.SendAsync(NativeScene.Lee, request.CreateResponse(false, "keep it")));

        Assert.Empty(scene.Tools.Ran);
        var told = Assert.Single(scene.Model.Results);
        Assert.Contains("\"approval_rejected\"", told, StringComparison.Ordinal);
        Assert.Contains("keep it", told, StringComparison.Ordinal);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Requirement", "S4-44")]
    public async Task Evidence_OfAnApprovedCall_LinksTicketReviewerAndDecisions(bool foreign, bool streaming)
    {
        await using var scene = new NativeScene(Model(), foreign, streaming);
        var request = Assert.Single(await scene.SendAsync());
        await scene.SendAsync(NativeScene.Lee, request.CreateResponse(true));

        var answer = Assert.Single(scene.Answers);
        Assert.Equal((request.RequestId, "lee", true), ((string?)answer["ticket"], (string?)answer["reviewer"], (bool)answer["approved"]!));
        Assert.Equal(["refused", "executed"], scene.Fixture.Outcomes.Select(outcome => (string?)outcome["outcome"]));
        Assert.All(scene.Fixture.Outcomes, outcome => Assert.Equal(request.RequestId, (string?)outcome["ticket"]));
        Assert.Equal(request.RequestId, (string?)scene.Fixture.Decisions[0]["decision_id"]);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task Siblings_ThatNeedNoApproval_RunAndAreNotAskedFor(bool foreign, bool streaming, bool concurrent)
    {
        await using var scene = new NativeScene(
            Model(ScriptedChatClient.Call("read", "/1", "c1"), ScriptedChatClient.Call("del", "/tmp/x", "c2"), ScriptedChatClient.Call("del", "/etc/x", "c3"), ScriptedChatClient.Call("read", "/4", "c4")),
            foreign,
            streaming,
            loop: loop => loop.AllowConcurrentInvocation = concurrent);

        var request = Assert.Single(await scene.SendAsync());

        Assert.Equal("c2", request.ToolCall.CallId);
        Assert.Equal(["read /1", "read /4"], scene.Tools.Ran.Order());
        Assert.Single(scene.Model.Requests);
        var contents = scene.History.SelectMany(message => message.Contents).ToList();
        Assert.Equal(["c1", "c3", "c4"], contents.OfType<FunctionCallContent>().Select(call => call.CallId));
        Assert.Equal(["c1", "c3", "c4"], contents.OfType<FunctionResultContent>().Select(result => result.CallId));

        Assert.Empty(await scene.SendAsync(NativeScene.Lee, request.CreateResponse(true)));

        Assert.Equal(3, scene.Tools.Ran.Count);
        Assert.Equal(4, scene.Model.Results.Count);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task Sibling_ThatThrows_LeavesTheRequest(bool foreign, bool streaming, bool concurrent, bool throwingFirst)
    {
        var tools = new FileTools();
        AIContent[] turn = [ScriptedChatClient.Call("del", "/tmp/x", "c1"), ScriptedChatClient.Call("read", "/1", "c2")];
        await using var scene = new NativeScene(
            Model(throwingFirst ? [.. turn.Reverse()] : turn), foreign, streaming, loop: loop => loop.AllowConcurrentInvocation = concurrent)
        {
            Options = ChatTurn.With(tools.DeleteFunction(), AIFunctionFactory.Create(string (string path) => throw new IOException(path), "read")),
        };

        var request = Assert.Single(await scene.SendAsync());
        await scene.SendAsync(NativeScene.Lee, request.CreateResponse(true));

        Assert.Equal("c1", request.ToolCall.CallId);
        Assert.Equal(["del /tmp/x"], tools.Ran);
        Assert.Contains("deleted /tmp/x", scene.Model.Results);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Requirement", "S4-38")]
    public async Task QuorumOfTwo_TakesTwoResponsesByTwoPeople(bool foreign, bool streaming, bool json)
    {
        await using var scene = new NativeScene(
            Model(new FunctionCallContent("c1", "wipe", new Dictionary<string, object?> { ["disk"] = "d" })), foreign, streaming, json);
        var first = Assert.Single(await scene.SendAsync());

        var second = Assert.Single(await scene.SendAsync(NativeScene.Lee, first.CreateResponse(true)));
        var third = Assert.Single(await scene.SendAsync(new Reviewer("LEE", "lead"), second.CreateResponse(true)));
        Assert.Equal([GuardAlarm.AnswerRefused], scene.Fixture.Alarms);
        Assert.Empty(scene.Tools.Ran);
        Assert.Single(scene.Model.Requests);

        Assert.Empty(await scene.SendAsync(NativeScene.Lou, third.CreateResponse(true)));

        Assert.Equal((first.RequestId, first.RequestId), (second.RequestId, third.RequestId));
        Assert.Equal(["wipe d"], scene.Tools.Ran);
        Assert.Equal(["lee", "lou"], scene.Answers.Select(answer => (string?)answer["reviewer"]));
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task EarlierResponse_LeftInTheHistory_IsNotTakenForTheNextReviewersAnswer(bool foreign, bool streaming)
    {
        await using var scene = new NativeScene(
            Model(new FunctionCallContent("c1", "wipe", new Dictionary<string, object?> { ["disk"] = "d" })), foreign, streaming);
        var request = Assert.Single(await scene.SendAsync());
        request = Assert.Single(await scene.SendAsync(NativeScene.Lee, request.CreateResponse(true)));

        Assert.Single(await scene.SendAsync(NativeScene.Lou));
        Assert.Single(scene.Answers);
        Assert.Empty(await scene.SendAsync(NativeScene.Lou, request.CreateResponse(false, "no")));

        Assert.Empty(scene.Tools.Ran);
        Assert.Contains("approval_rejected", Assert.Single(scene.Model.Results), StringComparison.Ordinal);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task Request_AnsweredInAnotherChannel_RunsWhenTheHistoryIsSentAgain(bool foreign, bool streaming)
    {
        await using var scene = new NativeScene(Model(), foreign, streaming);
        var request = Assert.Single(await scene.SendAsync());

        Assert.Single(await scene.SendAsync());
        await scene.Approvals.ApproveAsync(request.RequestId, NativeScene.Lee, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(await scene.SendAsync());

        Assert.Equal(["del /tmp/x"], scene.Tools.Ran);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task Rejection_ThatCameTooLate_KeepsTheCallFromRunningNow(bool foreign, bool streaming)
    {
        await using var scene = new NativeScene(Model(), foreign, streaming);
        var request = Assert.Single(await scene.SendAsync());
        await scene.Approvals.ApproveAsync(request.RequestId, NativeScene.Lee, cancellationToken: TestContext.Current.CancellationToken);

        await scene.SendAsync(NativeScene.Lou, request.CreateResponse(false, "stop"));

        Assert.Empty(scene.Tools.Ran);
        Assert.Equal([GuardAlarm.AnswerRefused], scene.Fixture.Alarms);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task TwoCalls_OneAnswered_TheOtherIsAskedForAgain(bool foreign, bool streaming, bool concurrent, bool firstAnswered, bool followedByText)
    {
        await using var scene = new NativeScene(
            Model(ScriptedChatClient.Call("del", "/tmp/1", "c1"), ScriptedChatClient.Call("del", "/tmp/2", "c2")),
            foreign,
            streaming,
            loop: loop => loop.AllowConcurrentInvocation = concurrent);
        var requests = await scene.SendAsync();
        var answered = requests[firstAnswered ? 0 : 1];

        scene.History.Add(new ChatMessage(ChatRole.User, [answered.CreateResponse(true)]));
        var open = Assert.Single(await scene.SendAsync(NativeScene.Lee, followedByText ? [new TextContent("go on")] : []));

        Assert.NotEqual(answered.RequestId, open.RequestId);
        Assert.Equal([firstAnswered ? "del /tmp/1" : "del /tmp/2"], scene.Tools.Ran);
        Assert.Single(scene.Model.Requests);
        Assert.Empty(await scene.SendAsync(NativeScene.Lee, open.CreateResponse(true)));
        Assert.Equal(2, scene.Tools.Ran.Count);
        Assert.Equal(2, scene.Model.Results.Count);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Requirement", "S4-42")]
    public async Task PolicyThatForbidsMeanwhile_ApprovedCall_DoesNotRun(bool foreign, bool streaming)
    {
        await using var scene = new NativeScene(Model(), foreign, streaming);
        var request = Assert.Single(await scene.SendAsync());
        await File.WriteAllTextAsync(
            scene.Fixture.Path,
            "kernelguard: 1\npolicy: native\nrules: [{ id: r, tool: read, effect: allow }, { id: d, tool: del, effect: deny, code: closed_now }]",
            TestContext.Current.CancellationToken);
        scene.Fixture.Guard.ReloadPolicies();

        await scene.SendAsync(NativeScene.Lee, request.CreateResponse(true));

        Assert.Empty(scene.Tools.Ran);
        Assert.Contains("closed_now", Assert.Single(scene.Model.Results), StringComparison.Ordinal);
        Assert.Equal(TicketStatus.Approved, scene.Approvals.Find(request.RequestId)!.Status);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task PolicyThatPermitsMeanwhile_RejectedCall_DoesNotRun(bool foreign, bool streaming)
    {
        await using var scene = new NativeScene(Model(), foreign, streaming);
        var request = Assert.Single(await scene.SendAsync());
        await File.WriteAllTextAsync(
            scene.Fixture.Path, "kernelguard: 1\npolicy: native\nrules: [{ id: d, tool: del, effect: allow }]", TestContext.Current.CancellationToken);
        scene.Fixture.Guard.ReloadPolicies();

        await scene.SendAsync(NativeScene.Lee, request.CreateResponse(false));

        Assert.Empty(scene.Tools.Ran);
        Assert.Contains("approval_rejected", Assert.Single(scene.Model.Results), StringComparison.Ordinal);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task DefaultReviewer_NamedByTheHost_Counts(bool foreign, bool streaming)
    {
        await using var scene = new NativeScene(
            Model(), foreign, streaming, configure: options => options.Approvals.Native.Reviewer = () => NativeScene.Lee);
        var request = Assert.Single(await scene.SendAsync());

        await scene.SendAsync(request.CreateResponse(true));

        Assert.Equal(["del /tmp/x"], scene.Tools.Ran);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task Request_WithoutAHistory_IsAnsweredWhereTheProviderKeepsIt(bool foreign, bool streaming)
    {
        await using var scene = new NativeScene(
            new ScriptedChatClient([ScriptedChatClient.Call("del", "/tmp/x")]) { ConversationId = "conversation" }, foreign, streaming);
        var request = Assert.Single(await scene.SendAsync());
        scene.History.Clear();

        Assert.Empty(await scene.SendAsync(NativeScene.Lee, request.CreateResponse(true)));

        Assert.Equal(["del /tmp/x"], scene.Tools.Ran);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task TurnThatCannotEnd_ToolThatDoesNotExist_TellsTheModelThatTheCallWaits(bool foreign, bool streaming, bool unknownFirst)
    {
        AIContent[] turn = [ScriptedChatClient.Call("del", "/tmp/x", "c1"), new FunctionCallContent("c2", "nothing")];
        await using var scene = new NativeScene(Model(unknownFirst ? [.. turn.Reverse()] : turn), foreign, streaming);

        Assert.Empty(await scene.SendAsync());

        Assert.Contains(scene.Model.Results, result => result.Contains("approval_pending", StringComparison.Ordinal));
        Assert.Empty(scene.Tools.Ran);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task Switch_NotSet_TellsTheModel(bool foreign, bool streaming)
    {
        await using var scene = new NativeScene(Model(), foreign, streaming, configure: options => options.Approvals.Native.Enabled = false);

        Assert.Empty(await scene.SendAsync());

        Assert.Contains("approval_pending", Assert.Single(scene.Model.Results), StringComparison.Ordinal);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Requirement", "S4-39")]
    public async Task Request_ShowsTheArgumentsThatWouldRun(bool foreign, bool streaming, bool json)
    {
        var ran = new List<int>();
        await using var scene = new NativeScene(
            Model(new FunctionCallContent("c1", "count", new Dictionary<string, object?> { ["STEPS"] = "5" })), foreign, streaming, json)
        {
            Options = ChatTurn.With(AIFunctionFactory.Create((int steps) => ran.Add(steps), "count")),
        };

        var request = Assert.Single(await scene.SendAsync());
        var shown = Assert.Single(((FunctionCallContent)request.ToolCall).Arguments!);
        await scene.SendAsync(NativeScene.Lee, request.CreateResponse(true));

        Assert.Equal(("steps", JsonValueKind.Number, "5"), (shown.Key, ((JsonElement)shown.Value!).ValueKind, shown.Value.ToString()));
        Assert.Equal([5], ran);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task AdditionalTools_CallThatPolicyHolds_IsAskedFor(bool foreign, bool streaming)
    {
        var tools = new FileTools();
        await using var scene = new NativeScene(Model(), foreign, streaming, loop: loop => loop.AdditionalTools = [tools.DeleteFunction()]) { Options = new ChatOptions() };
        var request = Assert.Single(await scene.SendAsync());

        await scene.SendAsync(NativeScene.Lee, request.CreateResponse(true));

        Assert.Equal(["del /tmp/x"], tools.Ran);
    }
}
