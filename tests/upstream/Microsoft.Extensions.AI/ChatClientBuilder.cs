using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.AI;

/// <summary>Builds a pipeline of chat clients: what is added first is outermost.</summary>
public sealed class ChatClientBuilder
{
    private static readonly IServiceProvider s_noServices = new NoServices();

    private readonly Func<IServiceProvider, IChatClient> _innermost;
    private readonly List<Func<IChatClient, IServiceProvider, IChatClient>> _steps = [];

    public ChatClientBuilder(IChatClient innerClient)
    {
        ArgumentNullException.ThrowIfNull(innerClient);
        _innermost = _ => innerClient;
    }

    public ChatClientBuilder(Func<IServiceProvider, IChatClient> innerClientFactory)
    {
        ArgumentNullException.ThrowIfNull(innerClientFactory);
        _innermost = innerClientFactory;
    }

    public IChatClient Build(IServiceProvider? services = null)
    {
        services ??= s_noServices;
        var client = _innermost(services);
        foreach (var step in Enumerable.Reverse(_steps))
        {
            client = step(client, services) ?? throw new InvalidOperationException("a step of the pipeline returned no client");
        }

        return client;
    }

    public ChatClientBuilder Use(Func<IChatClient, IChatClient> clientFactory)
    {
        ArgumentNullException.ThrowIfNull(clientFactory);
        return Use((inner, _) => clientFactory(inner));
    }

    public ChatClientBuilder Use(Func<IChatClient, IServiceProvider, IChatClient> clientFactory)
    {
        ArgumentNullException.ThrowIfNull(clientFactory);
        _steps.Add(clientFactory);
        return this;
    }

    public ChatClientBuilder Use(
        Func<IEnumerable<ChatMessage>, ChatOptions?, Func<IEnumerable<ChatMessage>, ChatOptions?, CancellationToken, Task>, CancellationToken, Task> sharedFunc)
    {
        ArgumentNullException.ThrowIfNull(sharedFunc);
        return Use((inner, _) => new SharedDelegateChatClient(inner, sharedFunc));
    }

    public ChatClientBuilder Use(
        Func<IEnumerable<ChatMessage>, ChatOptions?, IChatClient, CancellationToken, Task<ChatResponse>>? getResponseFunc,
        Func<IEnumerable<ChatMessage>, ChatOptions?, IChatClient, CancellationToken, IAsyncEnumerable<ChatResponseUpdate>>? getStreamingResponseFunc)
    {
        if (getResponseFunc is null && getStreamingResponseFunc is null)
        {
            throw new ArgumentNullException(nameof(getResponseFunc), "one of the two functions is needed");
        }

        return Use((inner, _) => new DelegateChatClient(inner, getResponseFunc, getStreamingResponseFunc));
    }

    private sealed class NoServices : IKeyedServiceProvider
    {
        public object? GetService(Type serviceType) => null;

        public object? GetKeyedService(Type serviceType, object? serviceKey) => null;

        public object GetRequiredKeyedService(Type serviceType, object? serviceKey) =>
            throw new InvalidOperationException($"no service of type `{serviceType}` is registered");
    }
}
