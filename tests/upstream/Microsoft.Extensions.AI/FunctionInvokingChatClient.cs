using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.AI;

/// <summary>Runs the functions that a model asks for and sends it their results, until it asks for none.</summary>
public partial class FunctionInvokingChatClient : DelegatingChatClient
{
    private static readonly AsyncLocal<FunctionInvocationContext?> s_current = new();

    public FunctionInvokingChatClient(IChatClient innerClient, ILoggerFactory? loggerFactory = null, IServiceProvider? functionInvocationServices = null)
        : base(innerClient)
    {
        _ = loggerFactory;
        FunctionInvocationServices = functionInvocationServices;
    }

    public static FunctionInvocationContext? CurrentContext
    {
        get => s_current.Value;
        protected set => s_current.Value = value;
    }

    public Func<FunctionInvocationContext, CancellationToken, ValueTask<object?>>? FunctionInvoker { get; set; }

    public IList<AITool>? AdditionalTools { get; set; }

    public bool AllowConcurrentInvocation { get; set; }

    public bool IncludeDetailedErrors { get; set; }

    public bool TerminateOnUnknownCalls { get; set; }

    public int MaximumIterationsPerRequest
    {
        get;
        set => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    } = 40;

    public int MaximumConsecutiveErrorsPerRequest
    {
        get;
        set => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    } = 3;

    protected IServiceProvider? FunctionInvocationServices { get; }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var turn = new FunctionInvocationTurn(messages, options, isStreaming: false);
        TakeAnswers(turn, out var answers);
        await ResumeAsync(turn, answers, cancellationToken);
        var response = new ChatResponse();
        for (; !turn.IsOver; turn.Iteration++)
        {
            LimitTools(turn);
            response = await InnerClient.GetResponseAsync(turn.History, turn.Options, cancellationToken);
            MarkAnsweredCalls(response.Messages.SelectMany(message => message.Contents));
            AskForApprovals(response.Messages, turn.Options);
            turn.Add(response.Usage);
            await AnswerAsync(turn, response, cancellationToken);
        }

        response.Messages = turn.Made;
        response.Usage = turn.Usage;
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var turn = new FunctionInvocationTurn(messages, options, isStreaming: true);
        var taken = TakeAnswers(turn, out var answers);
        foreach (var update in ToUpdates(turn, taken))
        {
            yield return update;
        }

        foreach (var update in ToUpdates(turn, await ResumeAsync(turn, answers, cancellationToken)))
        {
            yield return update;
        }

        for (; !turn.IsOver; turn.Iteration++)
        {
            LimitTools(turn);
            var updates = new List<ChatResponseUpdate>();
            await foreach (var update in RelayAsync(turn, updates, cancellationToken))
            {
                yield return update;
            }

            foreach (var update in ToUpdates(turn, await AnswerAsync(turn, updates.ToChatResponse(), cancellationToken)))
            {
                yield return update;
            }
        }
    }

    protected virtual ValueTask<object?> InvokeFunctionAsync(FunctionInvocationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return FunctionInvoker is { } invoker ? invoker(context, cancellationToken) : context.Function.InvokeAsync(context.Arguments, cancellationToken);
    }

    protected virtual IList<ChatMessage> CreateResponseMessages(ReadOnlySpan<FunctionInvocationResult> results)
    {
        var contents = new List<AIContent>(results.Length);
        foreach (var result in results)
        {
            contents.Add(ToContent(result));
        }

        return [new ChatMessage(ChatRole.Tool, contents)];
    }

    private void LimitTools(FunctionInvocationTurn turn)
    {
        if (turn.Iteration >= MaximumIterationsPerRequest && turn.Options?.Tools is { Count: > 0 })
        {
            turn.Options = turn.Options.Clone();
            turn.Options.Tools = [.. turn.Options.Tools!.Where(tool => tool is not AIFunctionDeclaration)];
        }
    }

    private static IEnumerable<ChatResponseUpdate> ToUpdates(FunctionInvocationTurn turn, IEnumerable<ChatMessage> messages)
    {
        foreach (var message in messages)
        {
            message.MessageId ??= Guid.NewGuid().ToString("N");
            yield return new ChatResponseUpdate(message.Role, message.Contents)
            {
                MessageId = message.MessageId,
                ResponseId = message.MessageId,
                ConversationId = turn.Options?.ConversationId,
            };
        }
    }
}
