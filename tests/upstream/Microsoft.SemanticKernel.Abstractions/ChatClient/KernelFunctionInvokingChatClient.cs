using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.Extensions.AI;

/// <summary>Runs the kernel's filters round each call, and never looks at a replaced invoker.</summary>
internal sealed class KernelFunctionInvokingChatClient : FunctionInvokingChatClient
{
    public KernelFunctionInvokingChatClient(IChatClient innerClient, ILoggerFactory? loggerFactory, IServiceProvider? services)
        : base(innerClient, loggerFactory, services)
    {
        MaximumIterationsPerRequest = 128;
    }

    protected override async ValueTask<object?> InvokeFunctionAsync(FunctionInvocationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Options is not KernelChatOptions options)
        {
            return await context.Function.InvokeAsync(context.Arguments, cancellationToken);
        }

        var function = context.Function as KernelFunction ?? throw new InvalidOperationException("The function must be of type KernelFunction.");
        var auto = CreateContext(context, options, function);
        await FilterPipeline.RunAsync(options.Kernel, auto, async c =>
        {
            if (!c.Terminate)
            {
                // A filter that passes on a context of its own gets the result there, but the arguments stay those of the call.
                c.Result = await function.InvokeAsync(options.Kernel, auto.Arguments, cancellationToken);
            }
        });
        context.Terminate = auto.Terminate;
        return auto.Result.GetValue<object>();
    }

    private static AutoFunctionInvocationContext CreateContext(FunctionInvocationContext context, KernelChatOptions options, KernelFunction function)
    {
        var history = new ChatHistory(context.Messages.Select(message => message.ToChatMessageContent()));
        var asking = history.LastOrDefault(message => message.Role == AuthorRole.Assistant) ?? new ChatMessageContent(AuthorRole.Assistant, content: null);
        return new AutoFunctionInvocationContext(options, function, new FunctionResult(function, value: null, options.Kernel.Culture), history, asking)
        {
            Arguments = new KernelArguments(context.Arguments),
            CallContent = context.CallContent,
            Messages = context.Messages,
            Iteration = context.Iteration,
            FunctionCallIndex = context.FunctionCallIndex,
            FunctionCount = context.FunctionCount,
            IsStreaming = context.IsStreaming,
        };
    }
}
