using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Xunit;

namespace KernelGuard.Adapters.Tests.Kernels;

/// <summary>Where functions come from, names that several answer to, and names that none answers to.</summary>
public sealed class ToolNameTests
{
    private const string Policy = """
        kernelguard: 1
        policy: p
        tools:
          files.del: { also: [files.read] }
          files.wipe: { source: ai }
        rules:
          - { id: any, tool: "*", effect: allow }
        """;

    private readonly FileTools _tools = new();

    [Fact]
    public async Task TwoFunctions_UnderTheSpellingsOfOneTool_AreReportedAndRefused()
    {
        await using var fixture = new GuardFixture(Policy);
        var kernel = _tools.Kernel().AddPolicyFilter(fixture.Guard);

        var error = Assert.Throws<InvalidOperationException>(kernel.EnsureGuarded);
        Assert.Contains("`files.del`", error.Message, StringComparison.Ordinal);
        Assert.Contains("`files.read`", error.Message, StringComparison.Ordinal);
        Assert.Contains("ambiguous_tool", await kernel.CallAsync("DEL", "/tmp/x"), StringComparison.Ordinal);
        Assert.Contains("ambiguous_tool", await kernel.CallAsync("read", "/tmp/x"), StringComparison.Ordinal);
        Assert.Empty(_tools.Ran);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task TwoFunctions_OfOneNameToChatClients_AreReportedAndRefusedThere(bool connector)
    {
        await using var fixture = new GuardFixture("kernelguard: 1\npolicy: p\nrules: [{ id: any, tool: '*', effect: allow }]");
        var kernel = new Kernel();
        kernel.Plugins.AddFromFunctions("files", [KernelFunctionFactory.CreateFromMethod(_tools.Delete, "log_del")]);
        kernel.Plugins.AddFromFunctions("files_LOG", [KernelFunctionFactory.CreateFromMethod(_tools.Read, "del")]);
        kernel.AddPolicyFilter(fixture.Guard);

        Assert.Contains("`files_LOG.del`", Assert.Throws<InvalidOperationException>(kernel.EnsureGuarded).Message, StringComparison.Ordinal);
        var told = Assert.Single(await kernel.TurnAsync(connector, ("log_del", "/tmp/x")));

        // Connectors name plugin and function apart, so that there the two are told apart.
        Assert.Contains(connector ? "deleted /tmp/x" : "ambiguous_tool", told, StringComparison.Ordinal);
        Assert.Equal(connector, _tools.Ran.Count == 1);
    }

    [Fact]
    public async Task FunctionOfAKernel_ThatPolicyExpectsElsewhere_IsRefused()
    {
        await using var fixture = new GuardFixture(Policy);
        var kernel = _tools.Kernel().AddPolicyFilter(fixture.Guard);

        var result = await kernel.InvokeAsync("files", "wipe", new KernelArguments { ["disk"] = "c" }, TestContext.Current.CancellationToken);

        Assert.Contains("wrong_source", result.ToString(), StringComparison.Ordinal);
        Assert.Empty(_tools.Ran);
    }

    [Fact]
    public async Task FunctionOfAKernel_IsJudgedAsOne()
    {
        await using var fixture = new GuardFixture("kernelguard: 1\npolicy: p\nrules: [{ id: sk, tool: '*', when: tool.source == \"sk\", effect: allow }]");

        await _tools.Kernel().AddPolicyFilter(fixture.Guard).EnsureGuarded().CallAsync("del", "/tmp/x");

        Assert.Equal(["del /tmp/x"], _tools.Ran);
    }

    [Theory]
    [CombinatorialBooleans]
    public async Task UnknownFunction_BesideAKnownOne_LeavesARefusal(bool connector, bool observe)
    {
        await using var fixture = new GuardFixture(GuardFixture.Files + (observe ? "\nset: { mode: observe }" : ""));
        var kernel = _tools.Kernel().AddPolicyFilter(fixture.Guard);

        await UnknownTurnAsync(kernel, connector);

        Assert.Equal(["del /tmp/1"], _tools.Ran);
        var unknown = fixture.Decisions[^1];
        Assert.Equal(("c1", connector ? "files.dele" : "files_dele"), ((string?)unknown["call_id"], (string?)unknown["tool"]!["name"]));
        Assert.Equal(observe ? null : "unknown_tool", (string?)unknown["code"]);
        Assert.Equal(2, fixture.Outcomes.Count);
        if (!observe)
        {
            Assert.Contains("`files.del`", (string?)unknown["reason"], StringComparison.Ordinal);
        }
    }

    private static async Task UnknownTurnAsync(Kernel kernel, bool connector)
    {
        if (connector)
        {
            var message = new ChatMessageContent(
                AuthorRole.Assistant, [ScriptedChatCompletion.Call("del", "/tmp/1", "c0"), ScriptedChatCompletion.Call("dele", "/tmp/2", "c1")]);
            var function = kernel.Plugins.GetFunction("files", "del");
            var context = new AutoFunctionInvocationContext(kernel, function, new FunctionResult(function), [], message)
            {
                Arguments = message.Items.OfType<Microsoft.SemanticKernel.FunctionCallContent>().First().Arguments,
                FunctionCount = 2,
                ToolCallId = "c0",
            };
            await kernel.AutoFunctionInvocationFilters[0].OnAutoFunctionInvocationAsync(
                context, async c => c.Result = await function.InvokeAsync(kernel, c.Arguments, TestContext.Current.CancellationToken));
            return;
        }

        await kernel.TurnAsync(connector: false, ("del", "/tmp/1"), ("dele", "/tmp/2"));
    }
}
