using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>Which filters of a kernel run when, and what they can do to a call.</summary>
public sealed class KernelFilterTests
{
    private readonly List<string> _log = [];
    private readonly DeleteTool _tool = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static KernelArguments Path => new() { ["path"] = "x" };

    [Fact]
    [Trait("Observed", "E1a,E1b,E1g")]
    public async Task DirectCalls_RunTheFunctionFilterOnly()
    {
        var kernel = Kernel(new FunctionFilter("f", _log));
        kernel.AutoFunctionInvocationFilters.Add(new AutoFilter("auto", _log));

        await kernel.InvokeAsync("files", "del", Path, Token);
        await kernel.Plugins.GetFunction("FILES", "DEL").InvokeAsync(kernel, Path, Token);
        await new FunctionCallContent("del", "files", "c1", Path).InvokeAsync(kernel, Token);

        Assert.Equal(["f(del)", "f(del)", "f(del)"], _log);
        Assert.Equal(3, _tool.Ran.Count);
    }

    [Fact]
    [Trait("Observed", "E1f")]
    public async Task KernelWithoutFilters_RunsTheFunction()
    {
        _ = Kernel(new FunctionFilter("f", _log));

        var result = await _tool.KernelFunction.InvokeAsync(new Kernel(), Path, Token);

        Assert.Equal("deleted x", result.GetValue<string>());
        Assert.Empty(_log);
    }

    [Fact]
    [Trait("Observed", "E7,E7b,X21")]
    public async Task Order_IsThatOfTheList_ServicesFirst()
    {
        var builder = Microsoft.SemanticKernel.Kernel.CreateBuilder();
        builder.Services.AddSingleton<IFunctionInvocationFilter>(new FunctionFilter("di", _log));
        builder.Services.AddSingleton<IFunctionInvocationFilter>(new FunctionFilter("di2", _log));
        builder.Services.AddKeyedSingleton<IFunctionInvocationFilter>("key", new FunctionFilter("keyed", _log));
        builder.Plugins.Add(_tool.Plugin);
        var kernel = builder.Build();
        builder.Services.AddSingleton<IFunctionInvocationFilter>(new FunctionFilter("late", _log));
        kernel.FunctionInvocationFilters.Add(new FunctionFilter("added", _log));
        kernel.FunctionInvocationFilters.Insert(0, new FunctionFilter("first", _log));

        await kernel.InvokeAsync("files", "del", Path, Token);

        Assert.Equal(["first(del)", "di(del)", "di2(del)", "added(del)"], _log);
    }

    [Fact]
    [Trait("Observed", "E7c,X24")]
    public async Task Arguments_ChangedByAnInnerFilter_AreWhatRuns()
    {
        var kernel = Kernel(new FunctionFilter("ours", _log), new FunctionFilter("later", _log, (context, next) =>
        {
            context.Arguments["path"] = "CHANGED";
            return next(context);
        }));
        var arguments = Path;

        await kernel.InvokeAsync("files", "del", arguments, Token);

        Assert.Equal(["CHANGED"], _tool.Ran);
        Assert.Equal("CHANGED", arguments["path"]);
    }

    [Fact]
    [Trait("Observed", "E10a")]
    public void Result_CopiedWithNull_KeepsItsValue()
    {
        var old = new FunctionResult(_tool.KernelFunction, "SECRET");

        Assert.Equal("SECRET", new FunctionResult(old, value: null).GetValue<string>());
        Assert.Null(new FunctionResult(_tool.KernelFunction, value: null).GetValue<string>());
    }

    [Fact]
    [Trait("Observed", "E10b,E10c")]
    public async Task Result_AskedForAsAnotherType_Throws()
    {
        var kernel = new Kernel();
        var number = await KernelFunctionFactory.CreateFromMethod(() => 42, "n").InvokeAsync(kernel, cancellationToken: Token);
        var nothing = await KernelFunctionFactory.CreateFromMethod(() => Task.CompletedTask, "v").InvokeAsync(kernel, cancellationToken: Token);

        Assert.Throws<InvalidCastException>(number.GetValue<string>);
        Assert.Equal(("42", 42, null, ""), (number.ToString(), number.GetValue<object>(), nothing.ValueType, nothing.ToString()));
    }

    [Fact]
    [Trait("Observed", "E11c")]
    public async Task Exception_InAFilter_ReachesTheCaller()
    {
        var kernel = Kernel(new FunctionFilter("f", _log, (_, _) => throw new UnauthorizedAccessException("nope")));

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => kernel.InvokeAsync("files", "del", Path, Token));
    }

    [Fact]
    public async Task Cancellation_InAFilter_HasTheKernelsOwnType()
    {
        var kernel = Kernel(new FunctionFilter("f", _log, (_, _) => throw new OperationCanceledException()));

        var thrown = await Assert.ThrowsAsync<KernelFunctionCanceledException>(() => kernel.InvokeAsync("files", "del", Path, Token));

        Assert.Equal("del", thrown.Function.Name);
    }

    [Fact]
    public async Task CancelledToken_StopsTheCallBeforeTheFilters()
    {
        var kernel = Kernel(new FunctionFilter("f", _log));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => kernel.InvokeAsync("files", "del", Path, new CancellationToken(canceled: true)));

        Assert.Empty(_log);
        Assert.Empty(_tool.Ran);
    }

    [Fact]
    [Trait("Observed", "E21")]
    public async Task NestedCall_ThroughAnInjectedKernel_RunsTheFilters()
    {
        var kernel = Kernel(new FunctionFilter("f", _log));
        var nested = KernelFunctionFactory.CreateFromMethod((Kernel k) => k.InvokeAsync<string>("files", "del", Path, Token), "nested");

        Assert.Equal("deleted x", await kernel.InvokeAsync<string>(nested, cancellationToken: Token));
        Assert.Equal(["f(nested)", "f(del)"], _log);
    }

    [Fact]
    [Trait("Observed", "E25")]
    public async Task Filter_ThatRemovesItself_MakesThePipelineSkipOne()
    {
        var kernel = Kernel();
        var filters = kernel.FunctionInvocationFilters;
        filters.Add(new FunctionFilter("first", _log, (context, next) =>
        {
            filters.RemoveAt(0);
            return next(context);
        }));
        filters.Add(new FunctionFilter("second", _log));
        filters.Add(new FunctionFilter("third", _log));

        await kernel.InvokeAsync("files", "del", Path, Token);

        Assert.Equal(["first(del)", "third(del)"], _log);
    }

    [Fact]
    public async Task Filter_AppendedDuringTheCall_RunsInIt()
    {
        var kernel = Kernel();
        kernel.FunctionInvocationFilters.Add(new FunctionFilter("outer", _log, (context, next) =>
        {
            kernel.FunctionInvocationFilters.Add(new FunctionFilter("appended", _log));
            return next(context);
        }));

        await kernel.InvokeAsync("files", "del", Path, Token);

        Assert.Equal(["outer(del)", "appended(del)"], _log);
    }

    [Fact]
    [Trait("Observed", "E26")]
    public async Task Function_ThatClearsTheFilters_FreesTheNextCall()
    {
        var kernel = Kernel(new FunctionFilter("f", _log));
        await kernel.InvokeAsync(KernelFunctionFactory.CreateFromMethod((Kernel k) => k.FunctionInvocationFilters.Clear(), "clear"), cancellationToken: Token);

        await kernel.InvokeAsync("files", "del", Path, Token);

        Assert.Equal(["f(clear)"], _log);
    }

    [Fact]
    [Trait("Observed", "E27")]
    public async Task Next_CalledTwice_RunsTheFunctionTwice()
    {
        var kernel = Kernel(new FunctionFilter("f", _log, async (context, next) =>
        {
            await next(context);
            await next(context);
        }));

        await kernel.InvokeAsync("files", "del", Path, Token);

        Assert.Equal(2, _tool.Ran.Count);
    }

    [Fact]
    public async Task ResultBeforeNext_IsThereAndEmpty()
    {
        object? before = this;
        var kernel = Kernel(new FunctionFilter("f", _log, (context, _) =>
        {
            before = context.Result.GetValue<object>();
            context.Result = new FunctionResult(context.Function, "DENIED", context.Kernel.Culture);
            return Task.CompletedTask;
        }));

        Assert.Equal("DENIED", await kernel.InvokeAsync<string>("files", "del", Path, Token));
        Assert.Null(before);
        Assert.Empty(_tool.Ran);
    }

    [Fact]
    [Trait("Observed", "X23")]
    public async Task OwnContext_PassedToNext_GivesItsArgumentsAndKeepsTheResult()
    {
        FunctionInvocationContext? own = null;
        var arguments = Path;
        var kernel = Kernel(new FunctionFilter("f", _log, async (context, next) =>
        {
            own = Create(context.Kernel, context.Function, new KernelArguments { ["path"] = "frozen" }, context.Result);
            context.Arguments["path"] = "changed meanwhile";
            await next(own);
        }));

        var result = await kernel.InvokeAsync("files", "del", arguments, Token);

        Assert.Equal(["frozen"], _tool.Ran);
        Assert.Equal(("", "deleted frozen"), (result.ToString(), own!.Result.ToString()));
    }

    [Fact]
    public async Task OwnContext_WithoutAToken_DoesNotHideTheCallersToken()
    {
        using var source = new CancellationTokenSource();
        CancellationToken? seen = null;
        var look = KernelFunctionFactory.CreateFromMethod((CancellationToken token) => { seen = token; }, "look");
        var kernel = Kernel(new FunctionFilter("f", _log, (context, next) => next(Create(context.Kernel, context.Function, context.Arguments, context.Result))));

        await kernel.InvokeAsync(look, cancellationToken: source.Token);

        Assert.Equal(source.Token, seen);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern FunctionInvocationContext Create(Kernel kernel, KernelFunction function, KernelArguments arguments, FunctionResult result);

    private Kernel Kernel(params IFunctionInvocationFilter[] filters)
    {
        var kernel = new Kernel(services: null, [_tool.Plugin]);
        Array.ForEach(filters, kernel.FunctionInvocationFilters.Add);
        return kernel;
    }
}
