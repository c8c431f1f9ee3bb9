using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Xunit;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>A kernel function as itself, and as a function of Microsoft.Extensions.AI.</summary>
public sealed class KernelFunctionTests
{
    private readonly List<string> _log = [];
    private readonly DeleteTool _tool = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Observed", "E1c,E1d")]
    public async Task AsAIFunction_NoFilterRuns()
    {
        var kernel = FilteredKernel();
        AIFunction function = kernel.Plugins.GetFunction("files", "del").WithKernel(kernel);

        var direct = await function.InvokeAsync(new AIFunctionArguments { ["path"] = "x" }, Token);
        await function.InvokeAsync(kernel, new AIFunctionArguments { ["path"] = "y" }, Token);
        await kernel.Plugins["files"].AsAIFunctions(kernel).Single().InvokeAsync(new AIFunctionArguments { ["path"] = "z" }, Token);

        Assert.Equal(["x", "y", "z"], _tool.Ran);
        Assert.Empty(_log);
        Assert.Equal("deleted x", Assert.IsType<JsonElement>(direct).GetString());
    }

    [Fact]
    [Trait("Observed", "E1h")]
    public void Names_DependOnWhoAsks()
    {
        var function = _tool.Plugin["del"];

        Assert.Equal(("del", "files_del", "files.del"), (function.Name, ((AITool)function).Name, function.ToString()));
        Assert.Same(function, ((AITool)function).GetService<KernelFunction>());
        Assert.Equal(("del", "del"), (_tool.KernelFunction.ToString(), ((AITool)_tool.KernelFunction).Name));
    }

    [Theory]
    [InlineData("path")]
    [InlineData("PATH")]
    [Trait("Observed", "E15")]
    public async Task Arguments_IgnoreCase(string key)
    {
        var kernel = FilteredKernel();

        Assert.Equal("deleted x", await kernel.InvokeAsync<string>("Files", "Del", new KernelArguments { [key] = "x" }, Token));
    }

    [Fact]
    [Trait("Observed", "E15b,E15c")]
    public async Task ArgumentsOfAnotherLibrary_ThatDifferInCaseOnly_StopTheCall()
    {
        AIFunction function = _tool.Plugin["del"];

        await Assert.ThrowsAsync<ArgumentException>(
            async () => await function.InvokeAsync(new AIFunctionArguments { ["path"] = "x", ["PATH"] = "evil" }, Token));
        Assert.Empty(_tool.Ran);

        await function.InvokeAsync(new AIFunctionArguments { ["PATH"] = "evil" }, Token);
        Assert.Equal(["evil"], _tool.Ran);
    }

    [Fact]
    [Trait("Observed", "E24")]
    public async Task KernelArgument_SentByTheModel_RunsTheFunctionAndThenFails()
    {
        AIFunction function = _tool.Plugin["del"];

        await Assert.ThrowsAsync<NullReferenceException>(
            async () => await function.InvokeAsync(new AIFunctionArguments { ["path"] = "x", ["AIFunctionArguments_Kernel"] = "mine" }, Token));

        Assert.Single(_tool.Ran);
    }

    [Fact]
    [Trait("Observed", "X14")]
    public async Task KernelOfAnOutsideCall_ComesFromTheServicesFirst()
    {
        Kernel own = new(), service = new(), given = new(), seen = new();
        AIFunction function = KernelFunctionFactory.CreateFromMethod((Kernel kernel) => { seen = kernel; }, "look").WithKernel(own);
        using var services = new ServiceCollection().AddSingleton(service).BuildServiceProvider();

        await function.InvokeAsync(new AIFunctionArguments(), Token);
        Assert.Same(own, seen);
        await function.InvokeAsync(new AIFunctionArguments { Services = services }, Token);
        Assert.Same(service, seen);
        await function.InvokeAsync(given, new AIFunctionArguments { Services = services }, Token);
        Assert.Same(given, seen);
    }

    [Fact]
    [Trait("Observed", "E19")]
    public async Task FunctionOfTheOtherLibrary_InAPlugin_HasNoServices()
    {
        var kernel = PluginOf(AIFunctionFactory.Create((string path, IServiceProvider services) => path, "del"));

        await Assert.ThrowsAsync<ArgumentNullException>(() => kernel.InvokeAsync("mcp", "del", new KernelArguments { ["path"] = "x" }, Token));
    }

    [Fact]
    [Trait("Observed", "E19b")]
    public async Task FunctionOfTheOtherLibrary_InAPlugin_MindsCase()
    {
        var kernel = PluginOf(_tool.Function);

        await Assert.ThrowsAsync<ArgumentException>(() => kernel.InvokeAsync("mcp", "del", new KernelArguments { ["PATH"] = "x" }, Token));
    }

    [Fact]
    [Trait("Observed", "E19c,E19d,X20")]
    public async Task FunctionThatNeedsApproval_InAPlugin_RunsWithoutOne()
    {
        var kernel = PluginOf(new ApprovalRequiredAIFunction(_tool.Function));
        kernel.FunctionInvocationFilters.Add(new FunctionFilter("f", _log));
        var function = kernel.Plugins.GetFunction("mcp", "del");

        var result = await kernel.InvokeAsync(function, new KernelArguments { ["path"] = "p" }, Token);

        Assert.Equal(("del", "mcp.del", "mcp_del"), (function.Name, function.ToString(), ((AITool)function).Name));
        Assert.Null(((AITool)function).GetService<ApprovalRequiredAIFunction>());
        Assert.Equal(["f(del)"], _log);
        Assert.Single(_tool.Ran);
        Assert.Equal(typeof(JsonElement), result.ValueType);
        Assert.Equal("deleted p", result.ToString());
        Assert.Throws<InvalidCastException>(result.GetValue<string>);
    }

    [Fact]
    public async Task Parameters_AreInjectedConvertedOrDefaulted()
    {
        var seen = string.Empty;
        var function = KernelFunctionFactory.CreateFromMethod(
            (int amount, DateOnly day, Kernel kernel, KernelFunction self, KernelArguments all, CultureInfo culture, CancellationToken token, string? note = "none") =>
            {
                seen = string.Create(CultureInfo.InvariantCulture, $"{amount} {day:yyyy-MM-dd} {kernel is not null} {self.Name} {all.Count} {culture.Name} {note}");
            },
            "f");

        await function.InvokeAsync(new Kernel(), new KernelArguments { ["amount"] = "12", ["day"] = JsonElement.Parse("\"2026-11-21\"") }, Token);

        Assert.Equal("12 2026-11-21 True f 2  none", seen);
        Assert.Equal(["amount", "day", "note"], function.Metadata.Parameters.Select(parameter => parameter.Name));
        Assert.Equal([true, true, false], function.Metadata.Parameters.Select(parameter => parameter.IsRequired));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("true")]
    [InlineData("{}")]
    public async Task JsonThatIsNoText_ForATextParameter_StopsTheCall(string json)
    {
        var arguments = new KernelArguments { ["path"] = JsonElement.Parse(json) };

        await Assert.ThrowsAnyAsync<ArgumentException>(() => _tool.KernelFunction.InvokeAsync(new Kernel(), arguments, Token));

        Assert.Empty(_tool.Ran);
    }

    [Fact]
    public async Task MissingArgument_StopsTheCall()
    {
        await Assert.ThrowsAsync<KernelException>(() => _tool.KernelFunction.InvokeAsync(new Kernel(), cancellationToken: Token));

        Assert.Empty(_tool.Ran);
    }

    [Fact]
    public async Task Results_OfAsynchronousMethods_AreUnwrapped()
    {
        var kernel = new Kernel();
        KernelFunction[] functions =
        [
            KernelFunctionFactory.CreateFromMethod(async () => { await Task.Yield(); return "r"; }, "f1"),
            KernelFunctionFactory.CreateFromMethod(() => new ValueTask<string>("r"), "f2"),
            KernelFunctionFactory.CreateFromMethod((KernelFunction f) => new FunctionResult(f, "r"), "f3"),
        ];

        foreach (var function in functions)
        {
            Assert.Equal("r", (await function.InvokeAsync(kernel, cancellationToken: Token)).GetValue<object>());
        }

        var nothing = KernelFunctionFactory.CreateFromMethod(async () => await Task.Yield(), "f4");
        Assert.Null((await nothing.InvokeAsync(kernel, cancellationToken: Token)).GetValue<object>());
        Assert.Null(await ((AIFunction)nothing).InvokeAsync(cancellationToken: Token));
    }

    [Fact]
    public void Schema_NamesTheParametersThatTheModelGives()
    {
        var plugin = KernelPluginFactory.CreateFromObject(new Refunds());
        var function = plugin["issue"];

        Assert.Equal(("Refunds", "Issues a refund."), (plugin.Name, function.Description));
        Assert.Equal("integer", function.JsonSchema.GetProperty("properties").GetProperty("amount").GetProperty("type").GetString());
        Assert.Equal(["amount"], function.JsonSchema.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.True(plugin.Contains("List"));
    }

    private Kernel FilteredKernel()
    {
        var kernel = new Kernel(services: null, [_tool.Plugin]);
        kernel.FunctionInvocationFilters.Add(new FunctionFilter("f", _log));
        return kernel;
    }

    private static Kernel PluginOf(AIFunction function) =>
        new(services: null, [KernelPluginFactory.CreateFromFunctions("mcp", [function.AsKernelFunction()])]);

    private sealed class Refunds
    {
        [KernelFunction("issue")]
        [Description("Issues a refund.")]
        public static string IssueRefund(int amount, Kernel kernel) => $"{amount}{kernel.Plugins.Count}";

        [KernelFunction]
        public Task<string> ListAsync() => Task.FromResult(ToString()!);
    }
}
