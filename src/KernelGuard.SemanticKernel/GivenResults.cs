using System.Globalization;
using System.Text.Json;
using KernelGuard.Calls;
using Microsoft.SemanticKernel;

namespace KernelGuard.SemanticKernel;

/// <summary>Results that the guard gives in the place of a function's own: simulated ones, and those in which policy redacts something.</summary>
internal static class GivenResults
{
    /// <summary>The result as the caller gets it: of the function's own type where it fits, a stream of one item for callers that stream.</summary>
    public static FunctionResult ToResult(object? value, FunctionInvocationContext context)
    {
        var given = context.IsStreaming
            ? new RefusalContent(ToText(value), static () => new InvalidCastException("a result that the guard gives is streamed as text or content only"))
            : ToType(value, context.Function);
        return new FunctionResult(context.Function, given, context.Kernel.Culture);
    }

    private static string ToText(object? value) => value switch
    {
        bool or long or double => CanonicalJson.ToText(value),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    // A caller of `InvokeAsync<T>` mostly asks for what the function returns. What does not fit stays as it is, and Semantic Kernel says so.
    private static object? ToType(object? value, KernelFunction function)
    {
        var type = Awaited(function.Metadata.ReturnParameter.ParameterType);
        if (value is null || type is null || type.IsInstanceOfType(value))
        {
            return value;
        }

        if (type == typeof(string))
        {
            return ToText(value);
        }

        // A substitute may return anything; what the guard itself gives is one of these.
        var json = value switch
        {
            JsonElement element => element.GetRawText(),
            string or bool or long or double => CanonicalJson.ToText(value),
            _ => null,
        };
        try
        {
            return json is not null && function.JsonSerializerOptions.TryGetTypeInfo(type, out var info) ? JsonSerializer.Deserialize(json, info) : value;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            return value;
        }
    }

    private static Type? Awaited(Type? type) =>
        type is { IsGenericType: true } && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            ? type.GetGenericArguments()[0]
            : type;
}
