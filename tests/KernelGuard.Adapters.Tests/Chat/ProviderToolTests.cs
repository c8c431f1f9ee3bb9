using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.Extensions.AI;
using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Chat;

/// <summary>What the provider runs is out of reach: it is stopped before the request is sent, and its claims are not believed.</summary>
public sealed class ProviderToolTests
{
    private readonly FileTools _tools = new();

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "22")]
    public async Task HostedTool_WithoutAPermit_IsNotSent(bool foreign, bool streaming)
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient();
        using var client = model.Guarded(fixture, foreign);

        await client.AskAsync(streaming, ChatTurn.With(
            _tools.DeleteFunction(),
            new HostedWebSearchTool(),
            new HostedCodeInterpreterTool(),
            new HostedMcpServerTool("crm", "https://crm.example.com")));

        Assert.Equal(["del"], model.Requests.Single().Options!.Tools!.Select(tool => tool.Name));
        Assert.Equal(3, fixture.Alarms.Count(code => code == GuardAlarm.HostedToolRemoved));
    }

    [Fact]
    [Trait("Way", "22")]
    public async Task HostedTool_WithAPermit_IsSentNarrowedAndWithApproval()
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient();
        using var client = model.AsBuilder().UsePolicy(fixture.Guard, options =>
        {
            options.HostedTools.Add(new HostedToolPermit("web_search"));
            options.HostedTools.Add(HostedToolPermit.McpServer("crm", "lookup", "list"));
        }).Build();

        await client.AskAsync(streaming: false, ChatTurn.With(
            new HostedWebSearchTool(),
            new HostedMcpServerTool("crm", "https://crm.example.com") { AllowedTools = ["lookup", "delete"], ApprovalMode = HostedMcpServerToolApprovalMode.NeverRequire },
            new HostedMcpServerTool("crm2", "https://crm2.example.com")));

        var sent = model.Requests.Single().Options!.Tools!;
        Assert.Equal(2, sent.Count);
        var server = Assert.Single(sent.OfType<HostedMcpServerTool>());
        Assert.Equal(["lookup"], server.AllowedTools);
        Assert.Equal(HostedMcpServerToolApprovalMode.AlwaysRequire, server.ApprovalMode);
    }

    [Fact]
    [Trait("Way", "22")]
    public async Task HostedServer_OfWhichNothingIsPermitted_IsNotSent()
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient();
        using var client = model.AsBuilder().UsePolicy(fixture.Guard, options => options.HostedTools.Add(HostedToolPermit.McpServer("crm", "lookup"))).Build();

        await client.AskAsync(streaming: false, ChatTurn.With(new HostedMcpServerTool("crm", "https://crm.example.com") { AllowedTools = ["delete"] }));

        Assert.Empty(model.Requests.Single().Options!.Tools!);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "23")]
    public async Task RawRepresentation_NotAllowed_IsAnError(bool foreign, bool streaming)
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient();
        using var client = model.Guarded(fixture, foreign);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => client.AskAsync(streaming, new ChatOptions { RawRepresentationFactory = _ => new object() }));

        Assert.Empty(model.Requests);
    }

    [Fact]
    public async Task RawRepresentation_Allowed_IsSent()
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient();
        using var client = model.AsBuilder().UsePolicy(fixture.Guard, options => options.AllowRawRepresentation = true).Build();

        await client.AskAsync(streaming: false, new ChatOptions { RawRepresentationFactory = _ => new object() });

        Assert.NotNull(model.Requests.Single().Options!.RawRepresentationFactory);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "24")]
    public async Task ResultThatTheProviderClaims_IsWithheldAndAlarmed(bool streaming)
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient([ScriptedChatClient.Call("del", "/tmp/x"), new FunctionResultContent("c1", "all deleted")]);
        using var client = model.Guarded(fixture);

        var contents = await client.AskAsync(streaming, ChatTurn.With(_tools.DeleteFunction()));

        Assert.Contains("ungoverned_execution", (string)contents.OfType<FunctionResultContent>().Single().Result!, StringComparison.Ordinal);
        Assert.Contains(GuardAlarm.UngovernedExecution, fixture.Alarms);
        Assert.Empty(_tools.Ran);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "24")]
    public async Task CallThatTheProviderMarksAsRun_IsAlarmed(bool streaming)
    {
        await using var fixture = new GuardFixture();
        var call = ScriptedChatClient.Call("del", "/tmp/x");
        call.InformationalOnly = true;
        using var client = new ScriptedChatClient([call]).Guarded(fixture);

        await client.AskAsync(streaming, ChatTurn.With(_tools.DeleteFunction()));

        Assert.Equal([GuardAlarm.ProviderExecuted], fixture.Alarms);
    }
}
