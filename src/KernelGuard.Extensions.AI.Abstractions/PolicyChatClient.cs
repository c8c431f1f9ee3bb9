using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>
/// Sits outside the client that runs functions: hands it guarded functions, and lets approval responses through only where they answer, unaltered and
/// for the first time, a request that this client handed out to the same caller.
/// </summary>
/// <remarks>Thread-safe where the client inside is. Approval requests are remembered in memory.</remarks>
public sealed class PolicyChatClient : DelegatingChatClient
{
    private const string KernelOptionsName = "Microsoft.Extensions.AI.KernelChatOptions";

    private readonly ToolCallGuard _guard;
    private readonly ChatPolicyOptions _options;
    private readonly ApprovalGate _approvals;

    /// <summary>Puts the guard around a client.</summary>
    /// <param name="innerClient">The client that runs functions.</param>
    /// <param name="guard">The guard.</param>
    /// <param name="options">How the guard sits there.</param>
    public PolicyChatClient(IChatClient innerClient, ToolCallGuard guard, ChatPolicyOptions? options = null)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(guard);
        _guard = guard;
        _options = options ?? new ChatPolicyOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxOpenApprovals, 1, nameof(options));
        _approvals = new ApprovalGate(guard, new IssuedApprovals(guard.Time, _options));
    }

    /// <summary>The guard.</summary>
    public ToolCallGuard Guard => _guard;

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var response = await base.GetResponseAsync(await _approvals.AdmitAsync(messages), WithGuardedTools(options), cancellationToken);
        foreach (var message in response.Messages)
        {
            _approvals.Issue(message.Contents);
        }

        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var admitted = await _approvals.AdmitAsync(messages);
        await foreach (var update in base.GetStreamingResponseAsync(admitted, WithGuardedTools(options), cancellationToken))
        {
            _approvals.Issue(update.Contents);
            yield return update;
        }
    }

    private ChatOptions? WithGuardedTools(ChatOptions? options)
    {
        // Semantic Kernel's own options bring its filters along, and its client takes nothing but its own functions with them.
        if (options?.Tools is not { Count: > 0 } tools || options.GetType().FullName == KernelOptionsName)
        {
            return options;
        }

        var guarded = options.Clone();
        guarded.Tools = [.. tools.Where(IsOffered).Select(tool => tool is AIFunction function ? GuardedAIFunction.For(function, _guard) : tool)];
        return guarded;
    }

    private bool IsOffered(AITool tool) =>
        !_options.HideForbiddenTools || tool is not AIFunctionDeclaration || _guard.CouldPermit(AIFunctionCalls.NameOf(tool));
}
