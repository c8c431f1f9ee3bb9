using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace KernelGuard.Extensions.AI;

/// <summary>The function-invoking client that the guard brings along. Its seam cannot be replaced from outside, unlike <c>FunctionInvoker</c>, which runs inside it.</summary>
internal sealed class PolicyFunctionInvokingChatClient : FunctionInvokingChatClient
{
    private readonly FunctionSeam _seam;
    private readonly ResponseChatClient _responses;

    public PolicyFunctionInvokingChatClient(
        ResponseChatClient innerClient, FunctionSeam seam, ILoggerFactory? loggerFactory, IServiceProvider? services)
        : base(innerClient, loggerFactory, services)
    {
        _seam = seam;
        _responses = innerClient;
        _responses.AdditionalTools = () => AdditionalTools;
    }

    protected override ValueTask<object?> InvokeFunctionAsync(FunctionInvocationContext context, CancellationToken cancellationToken) =>
        _seam.InvokeAsync(context, base.InvokeFunctionAsync, AdditionalTools, cancellationToken);

    protected override IList<ChatMessage> CreateResponseMessages(ReadOnlySpan<FunctionInvocationResult> results)
    {
        var messages = base.CreateResponseMessages(results);
        var contents = messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().ToList();
        foreach (var result in results)
        {
            if (result.Status == FunctionInvocationStatus.NotFound
                && _responses.FindRefusal(result.CallContent) is { } refusal
                && contents.Find(content => content.CallId == result.CallContent.CallId) is { } content)
            {
                content.Result = refusal;
            }
        }

        return messages;
    }
}
