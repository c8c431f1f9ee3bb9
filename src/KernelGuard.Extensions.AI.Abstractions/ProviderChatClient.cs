using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>
/// Sits between the client that runs functions and the provider: sends only the provider-run tools that are permitted, and withholds results of local functions
/// that the provider claims to have run.
/// </summary>
/// <remarks>Thread-safe where the client inside is. What is configured on the provider's side cannot be seen from here.</remarks>
public sealed class ProviderChatClient : DelegatingChatClient
{
    private readonly ToolCallGuard _guard;
    private readonly HostedTools _hosted;

    /// <summary>Puts the guard in front of a provider.</summary>
    /// <param name="innerClient">The provider's client.</param>
    /// <param name="guard">The guard.</param>
    /// <param name="options">Which tools of the provider are permitted.</param>
    public ProviderChatClient(IChatClient innerClient, ToolCallGuard guard, ChatPolicyOptions? options = null)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(guard);
        _guard = guard;
        _hosted = new HostedTools(guard, options ?? new ChatPolicyOptions());
    }

    /// <summary>Whether responses are checked for calls that the provider claims to have run.</summary>
    /// <value>The default is true. False where a client further inside runs functions: its results look the same.</value>
    public bool ChecksResponses { get; init; } = true;

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await base.GetResponseAsync(messages, await _hosted.FilterAsync(options), cancellationToken);
        if (ChecksResponses)
        {
            var calls = new ProviderCalls(_guard);
            foreach (var message in response.Messages)
            {
                await calls.CheckAsync(message.Contents);
            }
        }

        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var calls = new ProviderCalls(_guard);
        await foreach (var update in base.GetStreamingResponseAsync(messages, await _hosted.FilterAsync(options), cancellationToken))
        {
            if (ChecksResponses)
            {
                await calls.CheckAsync(update.Contents);
            }

            yield return update;
        }
    }
}
