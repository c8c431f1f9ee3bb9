using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.Approvals;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Chat;

/// <summary>Calls that policy changes and holds: people are asked for the call as it would run.</summary>
[Trait("Way", "19")]
public sealed class NativeTransformTests
{
    private const string Policy = """
        kernelguard: 1
        policy: changed
        rules:
          - { id: asked, tool: del, when: 'args.path.startsWith("/sandbox/")', effect: require_approval }
          - id: moved
            tool: del
            when: '!args.path.startsWith("/sandbox/")'
            effect: transform
            transform: [{ set: args.path, to: '"/sandbox" + args.path' }]
        """;

    [Theory]
    [CombinatorialBooleans]
    [Trait("Requirement", "S4-37")]
    public async Task ChangedCall_IsAskedForAsItWouldRun_AndRunsOnceWhenApproved(bool foreign, bool streaming, bool json)
    {
        await using var scene = new NativeScene(Model(), foreign, streaming, json, policy: Policy);

        var request = Assert.Single(await scene.SendAsync());
        Assert.Equal("/sandbox/tmp/x", ((FunctionCallContent)request.ToolCall).Arguments!["path"]?.ToString());

        Assert.Empty(await scene.SendAsync(NativeScene.Lee, request.CreateResponse(true)));

        Assert.Equal(["del /sandbox/tmp/x"], scene.Tools.Ran);
        Assert.Equal(["deleted /sandbox/tmp/x"], scene.Model.Results);
        Assert.Equal(TicketStatus.Used, scene.Approvals.Find(request.RequestId)!.Status);
        Assert.Empty(scene.Fixture.Alarms);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task ChangedCall_AnsweredForAnotherPath_DoesNotRun(bool foreign, bool streaming)
    {
        await using var scene = new NativeScene(Model(), foreign, streaming, policy: Policy);
        var request = Assert.Single(await scene.SendAsync());
        var forged = new FunctionCallContent("c1", "del", new Dictionary<string, object?> { ["path"] = "/sandbox/etc" });

        await scene.SendAsync(NativeScene.Lee, new ToolApprovalResponseContent(request.RequestId, approved: true, forged));

        Assert.Empty(scene.Tools.Ran);
        Assert.Contains("approval_forged", scene.Fixture.Alarms);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task ChangedCall_OfAMarkedFunction_IsAskedForAsItWouldRun_AndRunsOnceWhenApproved(bool foreign, bool streaming)
    {
        await using var scene = new NativeScene(Model(), foreign, streaming, policy: Policy);
        scene.Options = ChatTurn.With(new ApprovalRequiredAIFunction(scene.Tools.DeleteFunction()));

        var request = Assert.Single(await scene.SendAsync());
        Assert.Equal("/sandbox/tmp/x", ((FunctionCallContent)request.ToolCall).Arguments!["path"]?.ToString());
        Assert.Empty(await scene.SendAsync(NativeScene.Lee, request.CreateResponse(true)));

        Assert.Equal(["del /sandbox/tmp/x"], scene.Tools.Ran);
        Assert.Empty(scene.Fixture.Alarms);
    }

    private static ScriptedChatClient Model() => new([ScriptedChatClient.Call("del", "/tmp/x")]);
}
