using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>The order in which a pipeline of chat clients is built and run.</summary>
public sealed class ChatClientBuilderTests
{
    private readonly List<string> _log = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Observed", "M16")]
    public async Task Use_BeforeAndAfterFunctionInvocation_SeesTheTurnOrEachRound(bool streaming)
    {
        var tool = new DeleteTool();
        using var client = new ScriptedChatClient([ScriptedChatClient.Call("del")]).AsBuilder()
            .Use(Around("outer", tool))
            .UseFunctionInvocation()
            .Use(Around("inner", tool))
            .Build();

        await client.AskAsync([new(ChatRole.User, "go")], tool.Options, streaming, Token);

        Assert.Equal(["outer-before ran=0", "inner-before ran=0", "inner-after ran=0", "inner-before ran=1", "inner-after ran=1", "outer-after ran=1"], _log);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Use_OneFunctionOnly_ServesBothModes(bool streaming)
    {
        using var client = new ScriptedChatClient().AsBuilder()
            .Use(
                (messages, options, inner, token) =>
                {
                    _log.Add("asked");
                    return inner.GetResponseAsync(messages, options, token);
                },
                getStreamingResponseFunc: null)
            .Build();

        var response = await client.AskAsync([new(ChatRole.User, "go")], options: null, streaming, Token);

        Assert.Equal("final; tool said: ", response.Text);
        Assert.Equal(["asked"], _log);
    }

    [Fact]
    public void Build_WithoutServices_GivesStepsAnEmptyProvider()
    {
        IServiceProvider? given = null;

        using var client = new ScriptedChatClient().AsBuilder().Use((inner, services) => { given = services; return inner; }).Build();

        var services = Assert.IsType<IServiceProvider>(given, exactMatch: false);
        Assert.Null(services.GetService<string>());
        Assert.Null(services.GetKeyedService<string>("key"));
        Assert.Empty(services.GetService<IEnumerable<string>>() ?? []);
    }

    [Fact]
    public void AddChatClient_PipelineOfTheServices_IsWhatIsResolved()
    {
        var services = new ServiceCollection();
        services.AddChatClient(new ScriptedChatClient()).UseFunctionInvocation();

        using var provider = services.BuildServiceProvider();

        Assert.IsType<FunctionInvokingChatClient>(provider.GetRequiredService<IChatClient>());
    }

    private Func<IEnumerable<ChatMessage>, ChatOptions?, Func<IEnumerable<ChatMessage>, ChatOptions?, CancellationToken, Task>, CancellationToken, Task> Around(
        string name, DeleteTool tool) =>
        async (messages, options, next, token) =>
        {
            _log.Add($"{name}-before ran={tool.Ran.Count}");
            await next(messages, options, token);
            _log.Add($"{name}-after ran={tool.Ran.Count}");
        };
}
