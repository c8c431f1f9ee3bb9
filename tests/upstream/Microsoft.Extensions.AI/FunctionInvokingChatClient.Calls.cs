using System.Runtime.ExceptionServices;

namespace Microsoft.Extensions.AI;

// What happens to the calls of one response.
public partial class FunctionInvokingChatClient
{
    private static bool IsOpenCall(AIContent content) => content is FunctionCallContent { InformationalOnly: false };

    private static bool NeedsApproval(AITool tool) => tool.GetService<ApprovalRequiredAIFunction>() is not null;

    private IEnumerable<AITool> Tools(ChatOptions? options) => (options?.Tools ?? []).Concat(AdditionalTools ?? []);

    private AITool? Find(string name, ChatOptions? options) => Tools(options).FirstOrDefault(tool => tool.Name == name && tool is AIFunctionDeclaration);

    /// <summary>Takes the answers to approval requests out of the history; the messages that they amount to, without the approved calls' results.</summary>
    private static List<ChatMessage> TakeAnswers(FunctionInvocationTurn turn, out ApprovalAnswers answers)
    {
        answers = ApprovalAnswers.TakeFrom(turn.History);
        var messages = answers.ToMessages();
        turn.Position = answers.Position;
        turn.Append(messages);
        return messages;
    }

    /// <summary>Runs what was approved, before any request to the model; the messages with the results.</summary>
    private async Task<IList<ChatMessage>> ResumeAsync(FunctionInvocationTurn turn, ApprovalAnswers answers, CancellationToken cancellationToken)
    {
        var messages = answers.Approved.Count > 0 ? await InvokeAllAsync(turn, answers.Approved, cancellationToken) : [];
        answers.MarkRequests();
        turn.Position = null;
        return messages;
    }

    /// <summary>Takes up a response of the model and runs what it asks for; the messages with the results.</summary>
    private async Task<IList<ChatMessage>> AnswerAsync(FunctionInvocationTurn turn, ChatResponse response, CancellationToken cancellationToken)
    {
        var calls = response.Messages.SelectMany(message => message.Contents).Where(IsOpenCall).Cast<FunctionCallContent>().ToList();
        turn.Take(response);
        if (calls.Count == 0 || turn.Iteration >= MaximumIterationsPerRequest || calls.Exists(call => IsForTheCaller(call, turn.Options)))
        {
            turn.IsOver = true;
            return [];
        }

        return await InvokeAllAsync(turn, calls, cancellationToken);
    }

    private bool IsForTheCaller(FunctionCallContent call, ChatOptions? options) =>
        Find(call.Name, options) is { } tool ? tool is not AIFunction : TerminateOnUnknownCalls;

    // A call that came with its result was run by the provider.
    private static void MarkAnsweredCalls(IEnumerable<AIContent> contents)
    {
        var all = contents.ToList();
        var answered = all.OfType<FunctionResultContent>().Select(result => result.CallId).ToHashSet(StringComparer.Ordinal);
        foreach (var call in all.OfType<FunctionCallContent>().Where(call => answered.Contains(call.CallId)))
        {
            call.InformationalOnly = true;
        }
    }

    private async Task<IList<ChatMessage>> InvokeAllAsync(FunctionInvocationTurn turn, List<FunctionCallContent> calls, CancellationToken cancellationToken)
    {
        var results = AllowConcurrentInvocation && calls.Count > 1
            ? await Task.WhenAll(calls.Select((_, index) => Task.Run(() => InvokeOneAsync(turn, calls, index, catchErrors: true, cancellationToken), cancellationToken)))
            : await InvokeInOrderAsync(turn, calls, cancellationToken);
        Array.ForEach(results, result => result.CallContent.InformationalOnly = true);
        var messages = CreateResponseMessages(results);
        CountErrors(turn, results);
        turn.Append(messages);
        turn.IsOver = Array.Exists(results, result => result.Terminate);
        return messages;
    }

    private async Task<FunctionInvocationResult[]> InvokeInOrderAsync(FunctionInvocationTurn turn, List<FunctionCallContent> calls, CancellationToken cancellationToken)
    {
        var results = new List<FunctionInvocationResult>();
        for (var index = 0; index < calls.Count && !results.Exists(result => result.Terminate); index++)
        {
            results.Add(await InvokeOneAsync(turn, calls, index, turn.FailedRounds < MaximumConsecutiveErrorsPerRequest, cancellationToken));
        }

        return [.. results];
    }

    private async Task<FunctionInvocationResult> InvokeOneAsync(
        FunctionInvocationTurn turn, List<FunctionCallContent> calls, int index, bool catchErrors, CancellationToken cancellationToken)
    {
        var call = calls[index];
        if (Find(call.Name, turn.Options) is not AIFunction function)
        {
            return new FunctionInvocationResult(FunctionInvocationStatus.NotFound, call);
        }

        var context = new FunctionInvocationContext
        {
            Function = function,
            Arguments = new AIFunctionArguments(call.Arguments) { Services = FunctionInvocationServices },
            CallContent = call,
            Messages = turn.History,
            Options = turn.Options,
            Iteration = turn.Iteration,
            FunctionCallIndex = index,
            FunctionCount = calls.Count,
            IsStreaming = turn.IsStreaming,
        };
        try
        {
            CurrentContext = context;
            var result = await InvokeFunctionAsync(context, cancellationToken);
            return new FunctionInvocationResult(FunctionInvocationStatus.RanToCompletion, call, result, exception: null, context.Terminate);
        }
#pragma warning disable CA1031 // whatever the function throws is reported to the model, until there were too many
        catch (Exception e) when (catchErrors && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new FunctionInvocationResult(FunctionInvocationStatus.Exception, call, result: null, e);
        }
        finally
        {
            CurrentContext = null;
        }
    }

    private void CountErrors(FunctionInvocationTurn turn, FunctionInvocationResult[] results)
    {
        var errors = results.Select(result => result.Exception).OfType<Exception>().ToList();
        turn.FailedRounds = errors.Count == 0 ? 0 : turn.FailedRounds + 1;
        if (turn.FailedRounds <= MaximumConsecutiveErrorsPerRequest)
        {
            return;
        }

        if (errors.Count == 1)
        {
            ExceptionDispatchInfo.Throw(errors[0]);
        }

        throw new AggregateException(errors);
    }

    private FunctionResultContent ToContent(FunctionInvocationResult result)
    {
        if (result.Result is FunctionResultContent content && content.CallId == result.CallContent.CallId)
        {
            return content;
        }

        object text = result.Status switch
        {
            FunctionInvocationStatus.RanToCompletion => result.Result ?? "Success: Function completed.",
            FunctionInvocationStatus.NotFound => $"Error: Requested function \"{result.CallContent.Name}\" not found.",
            _ when IncludeDetailedErrors && result.Exception is not null => $"Error: Function failed. Exception: {result.Exception.Message}",
            _ => "Error: Function failed.",
        };
        return new FunctionResultContent(result.CallContent.CallId, text) { Exception = result.Exception };
    }
}
