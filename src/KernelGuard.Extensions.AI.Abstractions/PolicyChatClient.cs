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

    /// <summary>The loop's tools besides those of the request.</summary>
    internal Func<IList<AITool>?> AdditionalTools { get; init; } = static () => null;

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var guarded = WithGuardedTools(options);
        var find = FinderOf(options);
        var admitted = await _approvals.AdmitAsync(messages, find, cancellationToken);
        var response = await base.GetResponseAsync(admitted, guarded, cancellationToken);
        var requests = new TicketRequests(_guard, admitted, find);
        foreach (var message in response.Messages.ToList())
        {
            var contents = await requests.RewriteAsync(message.Contents, cancellationToken);
            if (contents.Count == 0 && message.Contents.Count > 0)
            {
                response.Messages.Remove(message);
            }

            message.Contents = contents;
            _approvals.Issue(contents);
        }

        return response;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var guarded = WithGuardedTools(options);
        var find = FinderOf(options);
        var admitted = await _approvals.AdmitAsync(messages, find, cancellationToken);
        var requests = new TicketRequests(_guard, admitted, find);
        await foreach (var update in requests.RewriteAsync(base.GetStreamingResponseAsync(admitted, guarded, cancellationToken), cancellationToken))
        {
            _approvals.Issue(update.Contents);
            yield return update;
        }
    }

    private Func<string, AIFunction?> FinderOf(ChatOptions? options) => name => LoopTools.Find(name, LoopTools.Of(options, AdditionalTools()));

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
