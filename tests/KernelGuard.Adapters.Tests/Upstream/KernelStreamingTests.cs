using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>What filters see of a streamed call: the function runs after they have returned.</summary>
public sealed class KernelStreamingTests
{
    private readonly List<string> _log = [];
    private readonly DeleteTool _tool = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Observed", "E9a")]
    public async Task Filter_ReturnsBeforeTheFunctionRuns()
    {
        var kernel = Kernel(async (context, next) =>
        {
            await next(context);
            _log.Add($"after next: ran={_tool.Ran.Count} streaming={context.IsStreaming} {context.Result.GetValue<object>() is IAsyncEnumerable<StreamingKernelContent>}");
        });

        var items = await kernel.InvokeStreamingAsync("files", "del", Path(), Token).ToListAsync(Token);

        Assert.Equal(["f(del)", "after next: ran=0 streaming=True True"], _log);
        Assert.Equal("deleted x", Assert.IsType<StreamingMethodContent>(Assert.Single(items)).ToString());
    }

    [Fact]
    [Trait("Observed", "E9b")]
    public async Task PlainResult_InPlaceOfAStream_Throws()
    {
        var kernel = Kernel((context, _) =>
        {
            context.Result = new FunctionResult(context.Function, "DENIED");
            return Task.CompletedTask;
        });

        await Assert.ThrowsAsync<InvalidCastException>(() => kernel.InvokeStreamingAsync("files", "del", Path(), Token).ToListAsync(Token).AsTask());
    }

    [Fact]
    [Trait("Observed", "E9c")]
    public async Task ResultLeftAlone_IsAnEmptyStream()
    {
        var kernel = Kernel((_, _) => Task.CompletedTask);

        Assert.Empty(await kernel.InvokeStreamingAsync("files", "del", Path(), Token).ToListAsync(Token));
        Assert.Empty(_tool.Ran);
    }

    [Fact]
    [Trait("Observed", "E9d")]
    public async Task StreamOfTheRightType_IsWhatTheCallerGets()
    {
        var kernel = Kernel((context, _) =>
        {
            context.Result = new FunctionResult(context.Function, AsyncEnumerable.Repeat("DENIED", 1));
            return Task.CompletedTask;
        });

        Assert.Equal(["DENIED"], await kernel.InvokeStreamingAsync<string>("files", "del", Path(), Token).ToListAsync(Token));
    }

    [Fact]
    public async Task FilterOfTheItems_CanReplaceTheStreamAfterNext()
    {
        var kernel = Kernel(async (context, next) =>
        {
            await next(context);
            var items = context.Result.GetValue<IAsyncEnumerable<string>>()!;
            context.Result = new FunctionResult(context.Result, items.Select(item => item.Replace("x", "***", StringComparison.Ordinal)));
        });

        Assert.Equal(["deleted ***"], await kernel.InvokeStreamingAsync<string>("files", "del", Path(), Token).ToListAsync(Token));
    }

    [Fact]
    public async Task MethodThatStreams_GivesItsItems()
    {
        var kernel = new Kernel();
        var count = KernelFunctionFactory.CreateFromMethod(() => AsyncEnumerable.Range(1, 3), "count");

        Assert.Equal([1, 2, 3], await kernel.InvokeStreamingAsync<int>(count, cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Exception_InAFilter_ReachesTheCallerWithTheFirstItem()
    {
        var kernel = Kernel((_, _) => throw new UnauthorizedAccessException("nope"));
        var items = kernel.InvokeStreamingAsync("files", "del", Path(), Token);

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => items.ToListAsync(Token).AsTask());
    }

    [Fact]
    public async Task Cancellation_InsideAStreamedMethod_HasTheKernelsOwnType()
    {
        var function = KernelFunctionFactory.CreateFromMethod(string () => throw new OperationCanceledException(), "stop");

        await Assert.ThrowsAsync<KernelFunctionCanceledException>(() => new Kernel().InvokeStreamingAsync(function, cancellationToken: Token).ToListAsync(Token).AsTask());
    }

    private static KernelArguments Path() => new() { ["path"] = "x" };

    private Kernel Kernel(Func<FunctionInvocationContext, Func<FunctionInvocationContext, Task>, Task> act)
    {
        var kernel = new Kernel(services: null, [_tool.Plugin]);
        kernel.FunctionInvocationFilters.Add(new FunctionFilter("f", _log, act));
        return kernel;
    }
}
