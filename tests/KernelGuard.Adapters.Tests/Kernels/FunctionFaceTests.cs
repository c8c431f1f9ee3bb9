using KernelGuard.Adapters.Tests.Fakes;
using KernelGuard.Extensions.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Xunit;

namespace KernelGuard.Adapters.Tests.Kernels;

/// <summary>Kernel functions that are reached as functions of Microsoft.Extensions.AI, where no filter runs, and the other way round.</summary>
public sealed class FunctionFaceTests
{
    private readonly FileTools _tools = new();

    [Fact]
    [Trait("Way", "1")]
    public async Task GuardedKernelFunction_CalledAsAIFunction_IsJudgedUnderItsKernelName()
    {
        await using var fixture = new GuardFixture();
        var kernel = _tools.Kernel();
        var raw = kernel.Plugins.GetFunction("files", "del");
        AIFunction[] faces = [raw.WithKernel(kernel), .. kernel.Plugins["files"].AsAIFunctions(kernel).Where(f => f.Name == "files_del")];
        foreach (var function in faces)
        {
            var guarded = new GuardedAIFunction(function, fixture.Guard);
            var direct = await guarded.InvokeAsync(new AIFunctionArguments { ["path"] = "/etc/1" }, TestContext.Current.CancellationToken);
            var extension = await guarded.InvokeAsync(kernel, new AIFunctionArguments { ["path"] = "/etc/2" }, TestContext.Current.CancellationToken);

            Assert.Contains("system_file", (string)direct!, StringComparison.Ordinal);
            Assert.Contains("system_file", (string)extension!, StringComparison.Ordinal);
        }

        Assert.Empty(_tools.Ran);
        Assert.All(fixture.Decisions, decision => Assert.Equal("files.del", (string?)decision["tool"]!["name"]));
    }

    [Fact]
    [Trait("Way", "1")]
    public async Task GuardedKernelFunction_WithAKernelOfTheHostAmongItsArguments_GetsIt()
    {
        await using var fixture = new GuardFixture("""
            kernelguard: 1
            policy: p
            rules:
              - { id: any, tool: "*", effect: allow }
            """);
        var kernel = _tools.Kernel();
        Kernel? seen = null;
        var function = KernelPluginFactory.CreateFromFunctions("p", [KernelFunctionFactory.CreateFromMethod((Kernel k) => { seen = k; }, "f")])["f"];

        await new GuardedAIFunction(function, fixture.Guard).InvokeAsync(
            new AIFunctionArguments { ["AIFunctionArguments_Kernel"] = kernel }, TestContext.Current.CancellationToken);

        Assert.Same(kernel, seen);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "2")]
    public async Task PlainLoopOverKernelFunctions_WithPolicy_IsJudged(bool foreign, bool throughKernel)
    {
        await using var fixture = new GuardFixture();
        var model = new ScriptedChatClient([ScriptedChatClient.Call("files_del", "/etc/1")]);
        var builder = model.AsBuilder().UsePolicy(fixture.Guard);
        var client = (foreign ? builder.UseFunctionInvocation() : builder).Build();
        var kernel = _tools.Kernel(b => b.Services.AddSingleton(client));
        var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        if (throughKernel)
        {
            await kernel.InvokePromptAsync("go", new KernelArguments(settings), cancellationToken: TestContext.Current.CancellationToken);
        }
        else
        {
            await client.AsChatCompletionService().GetChatMessageContentAsync(new ChatHistory("go"), settings, kernel, TestContext.Current.CancellationToken);
        }

        Assert.Contains("system_file", Assert.Single(model.Results), StringComparison.Ordinal);
        Assert.Empty(_tools.Ran);
        Assert.Equal("files.del", (string?)Assert.Single(fixture.Decisions)["tool"]!["name"]);
    }

    [Fact]
    [Trait("Way", "3")]
    public async Task KernelsLoopWithOrdinaryOptions_GuardedFunctions_AreJudged()
    {
        await using var fixture = new GuardFixture();
        var kernel = _tools.Kernel().AddPolicyFilter(fixture.Guard);
        var model = new ScriptedChatClient([ScriptedChatClient.Call("files_del", "/etc/1")]);
        using var client = model.AsBuilder().UseKernelFunctionInvocation().Build();
        var guarded = kernel.Plugins["files"].AsAIFunctions(kernel).Select(function => (AITool)GuardedAIFunction.For(function, fixture.Guard));

        await client.GetResponseAsync("go", new ChatOptions { Tools = [.. guarded] }, TestContext.Current.CancellationToken);

        Assert.Contains("system_file", Assert.Single(model.Results), StringComparison.Ordinal);
        Assert.Empty(_tools.Ran);
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "3")]
    public async Task KernelsLoopInsideThePolicy_WithRawFunctions_IsJudgedOnceUnderAnyOptions(bool ordinary)
    {
        await using var fixture = new GuardFixture();
        var kernel = _tools.Kernel().AddPolicyFilter(fixture.Guard);
        var model = new ScriptedChatClient([ScriptedChatClient.Call("files_del", "/etc/1", "c1"), ScriptedChatClient.Call("files_del", "/tmp/2", "c2")]);
        using var client = model.AsBuilder().UseKernelPolicy(fixture.Guard).UseKernelFunctionInvocation().Build();
        var options = ordinary
            ? new ChatOptions { Tools = [.. kernel.Plugins["files"].AsAIFunctions(kernel)] }
            : new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }.ToChatOptions(kernel);

        await client.GetResponseAsync("go", options, TestContext.Current.CancellationToken);

        Assert.Contains("system_file", model.Results[0], StringComparison.Ordinal);
        Assert.Equal(["del /tmp/2"], _tools.Ran);
        Assert.Equal(["files.del", "files.del"], fixture.Decisions.Select(decision => (string?)decision["tool"]!["name"]));
    }

    [Theory]
    [InlineData("require_approval")]
    [InlineData("allow")]
    [Trait("Way", "10")]
    public async Task FunctionThatNeedsApproval_AsKernelFunction_WaitsForAPerson(string effect)
    {
        await using var fixture = new GuardFixture($"kernelguard: 1\npolicy: p\nrules: [{{ id: wipe, tool: files.wipe, effect: {effect} }}]");
        var marked = new ApprovalRequiredAIFunction(AIFunctionFactory.Create(_tools.Wipe, "wipe"));
        var kernel = new Kernel();
        kernel.Plugins.AddFromFunctions("files", [marked.AsKernelFunction()]);
        kernel.AddPolicyFilter(fixture.Guard);

        Assert.Contains("approval_pending", await WipeAsync(), StringComparison.Ordinal);
        Assert.Empty(_tools.Ran);

        var ticket = Assert.Single(fixture.Guard.Approvals.List());
        await fixture.Guard.Approvals.ApproveAsync(ticket.Id, new("carl"), cancellationToken: TestContext.Current.CancellationToken);
        await WipeAsync();
        Assert.Equal(["wipe c"], _tools.Ran);

        async Task<string> WipeAsync() =>
            (await kernel.InvokeAsync("files", "wipe", new KernelArguments { ["disk"] = "c" }, TestContext.Current.CancellationToken)).ToString();
    }

    [Theory]
    [CombinatorialBooleans]
    [Trait("Way", "13")]
    public async Task KernelKeyFromTheModel_ReachesNoFunction(bool withKernelArguments)
    {
        await using var fixture = new GuardFixture();
        var kernel = _tools.Kernel();
        var function = new GuardedAIFunction(kernel.Plugins.GetFunction("files", "read").WithKernel(kernel), fixture.Guard);
        var arguments = withKernelArguments ? new KernelArguments() : new AIFunctionArguments();
        arguments["path"] = "/tmp/x";
        arguments["AIFunctionArguments_Kernel"] = "x";

        var result = await function.InvokeAsync(arguments, TestContext.Current.CancellationToken);

        Assert.Equal("content of /tmp/x", result!.ToString());
    }
}
