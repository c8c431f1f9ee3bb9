using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.Approvals;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Chat;

/// <summary>Functions marked as needing approval, where policy asks too: one request stands for both, and only the ticket's answer satisfies it.</summary>
[Trait("Way", "20")]
[Trait("Requirement", "S4-37")]
public sealed class MarkedFunctionTests
{
    private readonly FileTools _tools = new();

    [Theory]
    [CombinatorialBooleans]
    public async Task MarkedCall_ThatPolicyHolds_IsAskedForOnceByItsTicket(bool foreign, bool streaming, bool json)
    {
        await using var scene = Scene(foreign, streaming, json, ScriptedChatClient.Call("del", "/tmp/x"));

        var request = Assert.Single(await scene.SendAsync());
        Assert.Equal(Assert.Single(scene.Approvals.List()).Id, request.RequestId);
        request = Assert.Single(await scene.SendAsync(request.CreateResponse(true)));
        Assert.Empty(_tools.Ran);
        Assert.Empty(await scene.SendAsync(NativeScene.Lee, request.CreateResponse(true)));

        Assert.Equal(["del /tmp/x"], _tools.Ran);
        Assert.Equal([GuardAlarm.ReviewerUnknown], scene.Fixture.Alarms);
        Assert.Equal(scene.Fixture.Decisions.Count, scene.Fixture.Outcomes.Count);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task MarkedCall_ThatPolicyPermits_IsAskedForAsTheLibraryDoes(bool foreign, bool streaming)
    {
        await using var scene = Scene(foreign, streaming, json: false, ScriptedChatClient.Call("read", "/tmp/x"));
        var request = Assert.Single(await scene.SendAsync());

        Assert.Empty(await scene.SendAsync(request.CreateResponse(true)));

        Assert.Equal("ficc_c1", request.RequestId);
        Assert.Empty(scene.Approvals.List());
        Assert.Equal(["read /tmp/x"], _tools.Ran);
        Assert.Empty(scene.Fixture.Alarms);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task MarkedCall_WhoseTicketWasApprovedBefore_LeavesTheApprovalForTheRun(bool foreign, bool streaming)
    {
        await using var scene = Scene(
            foreign, streaming, json: false, [ScriptedChatClient.Call("del", "/tmp/x")], [ScriptedChatClient.Call("del", "/tmp/x", "c2")]);
        var request = Assert.Single(await scene.SendAsync());
        await scene.Approvals.ApproveAsync(request.RequestId, NativeScene.Lee, cancellationToken: TestContext.Current.CancellationToken);
        scene.History.RemoveRange(1, scene.History.Count - 1);

        var marked = Assert.Single(await scene.SendAsync());
        Assert.Equal("ficc_c2", marked.RequestId);
        Assert.Equal(TicketStatus.Approved, scene.Approvals.Find(request.RequestId)!.Status);
        await scene.SendAsync(marked.CreateResponse(true));

        Assert.Equal(["del /tmp/x"], _tools.Ran);
        Assert.Equal(TicketStatus.Used, scene.Approvals.Find(request.RequestId)!.Status);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task CallsDrawnIn_ByAMarkedOne_RunTogetherWithTheHeldOne(bool foreign, bool streaming)
    {
        await using var scene = Scene(
            foreign, streaming, json: false, ScriptedChatClient.Call("read", "/tmp/1", "c1"), ScriptedChatClient.Call("del", "/tmp/2", "c2"));
        var requests = await scene.SendAsync();
        Assert.Equal(["ficc_c1", Assert.Single(scene.Approvals.List()).Id], requests.Select(request => request.RequestId));

        Assert.Empty(await scene.SendAsync(NativeScene.Lee, [.. requests.Select(request => request.CreateResponse(true))]));

        Assert.Equal(["del /tmp/2", "read /tmp/1"], _tools.Ran.Order());
        Assert.Empty(scene.Fixture.Alarms);
    }

    private NativeScene Scene(bool foreign, bool streaming, bool json, params AIContent[] turn) => Scene(foreign, streaming, json, [turn]);

    private NativeScene Scene(bool foreign, bool streaming, bool json, params AIContent[][] turns) => new(new ScriptedChatClient(turns), foreign, streaming, json)
    {
        Options = ChatTurn.With(new ApprovalRequiredAIFunction(_tools.DeleteFunction()), new ApprovalRequiredAIFunction(_tools.ReadFunction())),
    };
}
