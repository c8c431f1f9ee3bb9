using System.Runtime.CompilerServices;
using System.Text.Json;
using KernelGuard.Calls;
using KernelGuard.Extensions.AI;
using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>Maps calls of kernel functions to guarded calls and back.</summary>
internal static class KernelCalls
{
    private const string Source = "sk";
    private const string PromptFunctionName = "KernelFunctionFromPrompt";
    private static readonly ConditionalWeakTable<KernelFunction, StrongBox<ResultSchema?>> Results = [];

    /// <summary>The name under which policies know a function.</summary>
    public static string NameOf(KernelFunction function) =>
        string.IsNullOrEmpty(function.PluginName) ? function.Name : $"{function.PluginName}.{function.Name}";

    /// <summary>Whether a function is a prompt. One without a plugin cannot be called by a model, so running it is no tool call.</summary>
    public static bool IsPrompt(KernelFunction function) => function.GetType().Name == PromptFunctionName;

    public static bool IsToolCall(KernelFunction function) => !(IsPrompt(function) && string.IsNullOrEmpty(function.PluginName));

    public static ToolCall Describe(
        KernelFunction function,
        IEnumerable<KeyValuePair<string, object?>>? arguments,
        bool isAmbiguous,
        bool isDirect = false,
        string? callId = null,
        TurnBatch? batch = null) =>
        new(NameOf(function), AIFunctionCalls.OfModel(arguments))
        {
            Schema = AIFunctionCalls.SchemaOf(function),
            Returns = ResultSchemaOf(function),
            Source = Source,
            NeedsApproval = WrappedFunction.IsMarked(function),
            IsAmbiguous = isAmbiguous,
            IsDirect = isDirect,
            CallId = callId,
            BatchId = batch?.Id,
            FollowsToolResults = batch?.FollowsResults ?? false,
        };

    private static ResultSchema? ResultSchemaOf(KernelFunction function) =>
        AIFunctionCalls.ResultSchemaOf(function) ?? Results.GetValue(function, static f => new StrongBox<ResultSchema?>(ReadResultSchema(f))).Value;

    // The metadata derive the schema from the type when they are asked. A type that has none must not keep its function from being called.
    private static ResultSchema? ReadResultSchema(KernelFunction function)
    {
        try
        {
            return function.Metadata.ReturnParameter.Schema is { } schema ? new ResultSchema(schema.RootElement) : null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidOperationException or JsonException)
        {
            return null;
        }
    }

    /// <summary>A call of a function that there is not.</summary>
    /// <param name="name">The name as the model gave it.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="offered">The names of the functions that there are.</param>
    /// <param name="callId">The id of the call.</param>
    /// <param name="batch">The turn.</param>
    public static ToolCall DescribeUnknown(
        string name, IEnumerable<KeyValuePair<string, object?>>? arguments, IEnumerable<string> offered, string? callId, TurnBatch batch) =>
        new(string.IsNullOrEmpty(name) ? "(no name)" : name, AIFunctionCalls.OfModel(arguments))
        {
            Source = Source,
            OfferedInstead = [.. offered],
            CallId = callId,
            BatchId = batch.Id,
            FollowsToolResults = batch.FollowsResults,
        };

    /// <summary>The arguments that the function gets.</summary>
    public static KernelArguments ToArguments(FrozenObject judged, KernelArguments received) =>
        new(PlainValues.Of(judged, received), received.ExecutionSettings?.ToDictionary(StringComparer.Ordinal)) { Services = received.Services, Context = received.Context };
}
