using KernelGuard.Adapters.Tests.Fakes;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Xunit;

namespace KernelGuard.Adapters.Tests.Kernels;

/// <summary>Makes calls of kernel functions in the ways that Semantic Kernel has.</summary>
internal static class KernelTurn
{
    public static async Task<string> CallAsync(this Kernel kernel, string function, string path) =>
        (await kernel.InvokeAsync("files", function, new KernelArguments { ["path"] = path }, TestContext.Current.CancellationToken)).ToString();

    /// <summary>One turn of a model, through the connector's loop or the function-invoking client.</summary>
    /// <returns>What the model was told.</returns>
    public static async Task<IReadOnlyList<string>> TurnAsync(this Kernel kernel, bool connector, params (string Function, string Path)[] calls)
    {
        if (connector)
        {
            var completion = new ScriptedChatCompletion(
                [.. calls.Select((call, i) => ScriptedChatCompletion.Call(call.Function, call.Path, $"c{i}"))]);
            await completion.GetChatMessageContentsAsync(new ChatHistory("go"), kernel: kernel, cancellationToken: TestContext.Current.CancellationToken);
            return completion.Results;
        }

        var model = new ScriptedChatClient([.. calls.Select((call, i) => ScriptedChatClient.Call($"files_{call.Function}", call.Path, $"c{i}"))]);
        using var client = model.AsBuilder().UseKernelFunctionInvocation().Build();
        var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        await client.GetResponseAsync("go", settings.ToChatOptions(kernel), TestContext.Current.CancellationToken);
        return model.Results;
    }
}
