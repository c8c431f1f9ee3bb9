using System.Text.Json;
using System.Text.Json.Nodes;
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
    [InlineData("tools", """[{"type":"web_search"}]""")]
    [InlineData("metadata", """{"a":1}""")]
    [InlineData("Web_Search_Options", "true")]
    [InlineData("enable_search", "true")]
    [InlineData("mcp_servers", "null")]
    [InlineData("note", "\" [1]\"")]
    [Trait("Way", "23")]
    public async Task AdditionalProperty_InWhichToolsCanHide_IsAnErrorUnlessPermitted(string key, string json)
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient();
        using var value = JsonDocument.Parse(json);
        object?[] forms = [value.RootElement, JsonNode.Parse(json), json.StartsWith('[') ? new List<object?> { 1 } : new Dictionary<string, object?>()];
        using var client = model.Guarded(fixture, foreign: false);
        using var foreign = model.Guarded(fixture, foreign: true);
        using var permitting = model.AsBuilder().UsePolicy(fixture.Guard, options => options.PermittedProperties.Add(key)).Build();
        foreach (var form in forms)
        {
            var options = new ChatOptions { AdditionalProperties = new() { [key] = form } };
            foreach (var (asked, streaming) in new[] { (client, false), (client, true), (foreign, false), (foreign, true) })
            {
                var error = await Assert.ThrowsAsync<InvalidOperationException>(() => asked.AskAsync(streaming, options));
                Assert.Contains($"`{key}`", error.Message, StringComparison.Ordinal);
            }

            await permitting.AskAsync(streaming: false, options);
        }

        Assert.Equal(forms.Length, model.Requests.Count);
    }

    [Fact]
    public async Task AdditionalProperty_ThatIsPlain_IsSent()
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient();
        using var client = model.Guarded(fixture);

        await client.AskAsync(
            streaming: false,
            new ChatOptions
            {
                AdditionalProperties = new() { ["strict"] = true, ["seed"] = 7L, ["share"] = 0.5, ["user"] = "u1", ["none"] = null, ["json"] = JsonSerializer.SerializeToElement(1) },
            });

        Assert.Equal(6, Assert.Single(model.Requests).Options!.AdditionalProperties!.Count);
    }
}
