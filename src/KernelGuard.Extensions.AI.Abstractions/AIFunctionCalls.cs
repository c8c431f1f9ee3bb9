using System.Runtime.CompilerServices;
using System.Text.Json;
using KernelGuard.Calls;
using Microsoft.Extensions.AI;

namespace KernelGuard.Extensions.AI;

/// <summary>Maps calls of <see cref="AIFunction"/>s to guarded calls and back. For whoever writes a loop of their own.</summary>
public static class AIFunctionCalls
{
    // Under this key Semantic Kernel looks for a kernel among the arguments, which a model writes. What comes from a model there is never passed on.
    private const string KernelKey = "AIFunctionArguments_Kernel";
    private const string JudgedKey = "KernelGuard_JudgedCall";
    private const string KernelTypeName = "Microsoft.SemanticKernel.Kernel";

    private static readonly Type? KernelFunctionType =
        Type.GetType("Microsoft.SemanticKernel.KernelFunction, Microsoft.SemanticKernel.Abstractions", throwOnError: false);

    private static readonly ConditionalWeakTable<AIFunctionDeclaration, ArgumentSchema> Schemas = [];
    private static readonly ConditionalWeakTable<AIFunctionDeclaration, ResultSchema> Results = [];

    /// <summary>The name under which policies know a tool: <c>Plugin.Function</c> for a Semantic Kernel function, also behind wrappers, else its name verbatim.</summary>
    /// <param name="tool">The tool.</param>
    public static string NameOf(AITool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return KernelFunctionOf(tool)?.ToString() ?? tool.Name;
    }

    /// <summary>Where a tool comes from, for <c>tool.source</c>: <c>sk</c> for a Semantic Kernel function, also behind wrappers, else <c>ai</c>.</summary>
    /// <param name="tool">The tool.</param>
    public static string SourceOf(AITool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return KernelFunctionOf(tool) is null ? "ai" : "sk";
    }

    /// <summary>The schema of a function's arguments, the same instance each time; null where it has none.</summary>
    /// <param name="function">The function.</param>
    public static ArgumentSchema? SchemaOf(AIFunctionDeclaration function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return function.JsonSchema.ValueKind == JsonValueKind.Object
            ? Schemas.GetValue(function, static f => new ArgumentSchema(f.JsonSchema))
            : null;
    }

    /// <summary>The schema of what a function returns, the same instance each time; null where it has none.</summary>
    /// <param name="function">The function.</param>
    public static ResultSchema? ResultSchemaOf(AIFunctionDeclaration function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return function.ReturnJsonSchema is { ValueKind: JsonValueKind.Object } schema ? Results.GetValue(function, _ => new ResultSchema(schema)) : null;
    }

    /// <summary>The guarded call for a function and the arguments it is called with.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">The arguments; <see cref="AIFunctionArguments"/> among others.</param>
    /// <param name="callId">The id that the provider gave the call, or null.</param>
    /// <param name="batchId">What the calls of one model turn share, or null.</param>
    /// <param name="ticketId">The approval ticket with which the call stands or falls, or null.</param>
    /// <param name="followsToolResults">Whether the conversation already holds results of tools; see <see cref="HoldToolResults"/>.</param>
    public static ToolCall Describe(
        AIFunction function,
        IEnumerable<KeyValuePair<string, object?>>? arguments,
        string? callId = null,
        string? batchId = null,
        string? ticketId = null,
        bool followsToolResults = false) => new(NameOf(function), OfModel(arguments))
        {
            Schema = SchemaOf(function),
            Returns = ResultSchemaOf(function),
            Source = SourceOf(function),
            CallId = callId,
            BatchId = batchId,
            TicketId = ticketId,
            FollowsToolResults = followsToolResults,
        };

    /// <summary>Whether messages hold results of functions, for <see cref="ToolCall.FollowsToolResults"/>. Results of tools that a provider runs do not count: no guard marked anything for them.</summary>
    /// <param name="messages">The conversation before the call.</param>
    public static bool HoldToolResults(IEnumerable<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return messages.Any(message => message.Role == ChatRole.Tool || message.Contents.Any(content => content is FunctionResultContent));
    }

    /// <summary>The arguments that a model wrote: a kernel that Semantic Kernel, or a model, put among them is left out, and so is a judged call.</summary>
    /// <param name="arguments">The arguments.</param>
    public static IReadOnlyDictionary<string, object?> OfModel(IEnumerable<KeyValuePair<string, object?>>? arguments)
    {
        if (arguments is null)
        {
            return FrozenObject.Empty;
        }

        if (arguments is IReadOnlyDictionary<string, object?> dictionary && !dictionary.Any(IsNotOfModel))
        {
            return dictionary;
        }

        var kept = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            if (!IsNotOfModel(argument))
            {
                kept[argument.Key] = argument.Value;
            }
        }

        return kept;
    }

    /// <summary>The arguments that the function gets: the judged values, with the services and the context of those received.</summary>
    /// <param name="judged">The judged arguments.</param>
    /// <param name="received">The arguments that the seam received.</param>
    public static AIFunctionArguments ToArguments(FrozenObject judged, AIFunctionArguments received)
    {
        ArgumentNullException.ThrowIfNull(judged);
        ArgumentNullException.ThrowIfNull(received);
        var arguments = new AIFunctionArguments(PlainValues.Of(judged, received)) { Services = received.Services, Context = received.Context };
        if (received.TryGetValue(KernelKey, out var kernel) && kernel?.GetType().FullName == KernelTypeName)
        {
            arguments[KernelKey] = kernel;
        }

        return arguments;
    }

    /// <summary>Lets a judged call travel among arguments that are copied on their way to a <see cref="GuardedAIFunction"/>, which takes it out.</summary>
    /// <param name="judged">The judged call.</param>
    /// <param name="arguments">The arguments that are passed on.</param>
    public static void Attach(JudgedCall judged, IDictionary<string, object?> arguments)
    {
        ArgumentNullException.ThrowIfNull(judged);
        ArgumentNullException.ThrowIfNull(arguments);
        arguments[JudgedKey] = judged;
    }

    /// <summary>The judged call that travels among arguments, or null. What a model writes is never one.</summary>
    internal static JudgedCall? FindJudged(AIFunctionArguments arguments) => arguments.TryGetValue(JudgedKey, out var judged) ? judged as JudgedCall : null;

    private static object? KernelFunctionOf(AITool tool) => KernelFunctionType is null ? null : tool.GetService(KernelFunctionType);

    private static bool IsNotOfModel(KeyValuePair<string, object?> argument) =>
        argument.Value is JudgedCall || string.Equals(argument.Key, KernelKey, StringComparison.OrdinalIgnoreCase);
}
