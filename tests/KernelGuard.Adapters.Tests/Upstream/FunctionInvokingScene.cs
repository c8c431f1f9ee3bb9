using Microsoft.Extensions.AI;
using Xunit;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>A function-invoking client over a scripted model, and a note of each call that met its invoker.</summary>
public abstract class FunctionInvokingScene
{
    private readonly List<FunctionInvocationContext> _invoked = [];

    public static TheoryData<bool> Modes => [false, true];

    private protected static IReadOnlyList<ChatMessage> Prompt { get; } = [new(ChatRole.User, "clean up")];

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected DeleteTool Tool { get; } = new();

    private protected IReadOnlyList<FunctionInvocationContext> Invoked => _invoked;

    private protected IChatClient Client(
        IChatClient model,
        Func<FunctionInvocationContext, CancellationToken, ValueTask<object?>>? invoker = null,
        Action<FunctionInvokingChatClient>? configure = null,
        IServiceProvider? services = null) =>
        model.AsBuilder().UseFunctionInvocation(configure: client =>
        {
            client.FunctionInvoker = invoker ?? Invoke;
            configure?.Invoke(client);
        }).Build(services);

    private protected ValueTask<object?> Invoke(FunctionInvocationContext context, CancellationToken cancellationToken)
    {
        _invoked.Add(context);
        return context.Function.InvokeAsync(context.Arguments, cancellationToken);
    }
}
