using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Kernels;

/// <summary>Streamed functions run after the filters have returned.</summary>
[Trait("Way", "8")]
public sealed class StreamingTests
{
    private readonly FileTools _tools = new();

    [Fact]
    public async Task RefusedStream_OfEveryUsualType_HoldsTheRefusalAndNothingRuns()
    {
        await using var fixture = new GuardFixture();
        var kernel = _tools.Kernel().AddPolicyFilter(fixture.Guard);

        Assert.Contains("system_file", await ReadAsync<StreamingKernelContent>(kernel, "/etc/1"), StringComparison.Ordinal);
        Assert.Contains("system_file", await ReadAsync<StreamingChatMessageContent>(kernel, "/etc/2"), StringComparison.Ordinal);
        Assert.Contains("system_file", await ReadAsync<StreamingTextContent>(kernel, "/etc/3"), StringComparison.Ordinal);
        Assert.Contains("system_file", await ReadAsync<string>(kernel, "/etc/4"), StringComparison.Ordinal);
        Assert.Empty(_tools.Ran);
        Assert.Equal(4, fixture.Decisions.Count);
    }

    [Fact]
    [Trait("Requirement", "S5-23")]
    public async Task PermittedStream_RunsAfterItsDecision()
    {
        await using var fixture = new GuardFixture();
        var kernel = _tools.Kernel().AddPolicyFilter(fixture.Guard);
        var arguments = new KernelArguments { ["path"] = "/tmp/x" };
        var stream = kernel.InvokeStreamingAsync<StreamingKernelContent>(kernel.Plugins.GetFunction("files", "del"), arguments, TestContext.Current.CancellationToken);
        Assert.Empty(fixture.Decisions);

        var text = "";
        await foreach (var item in stream)
        {
            text += item;
        }

        Assert.Equal("deleted /tmp/x", text);
        Assert.Equal(["del /tmp/x"], _tools.Ran);
        Assert.Single(fixture.Decisions);
    }

    [Fact]
    public async Task FilterOutside_ThatChangesArgumentsBeforeTheStreamStarts_ChangesNothing()
    {
        await using var fixture = new GuardFixture();
        var kernel = _tools.Kernel();
        kernel.AddPolicyFilter(fixture.Guard);
        kernel.FunctionInvocationFilters.Insert(0, new Filter(async (context, next) =>
        {
            await next(context);
            context.Arguments["path"] = "/etc/passwd";
        }));

        Assert.Equal("deleted /tmp/x", await ReadAsync<StreamingKernelContent>(kernel, "/tmp/x"));
        Assert.Equal(["del /tmp/x"], _tools.Ran);
    }

    private static async Task<string> ReadAsync<T>(Kernel kernel, string path)
    {
        var text = "";
        var arguments = new KernelArguments { ["path"] = path };
        await foreach (var item in kernel.InvokeStreamingAsync<T>(kernel.Plugins.GetFunction("files", "del"), arguments, TestContext.Current.CancellationToken))
        {
            text += item;
        }

        return text;
    }
}
