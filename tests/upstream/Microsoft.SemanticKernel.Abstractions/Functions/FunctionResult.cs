using System.Globalization;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

public sealed class FunctionResult
{
    public FunctionResult(
        KernelFunction function, object? value = null, CultureInfo? culture = null, IReadOnlyDictionary<string, object?>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        Function = function;
        Value = value;
        Culture = culture ?? CultureInfo.InvariantCulture;
        Metadata = metadata;
    }

    /// <summary>A copy with another value; null is no value: it keeps the old one.</summary>
    public FunctionResult(FunctionResult result, object? value = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        Function = result.Function;
        Value = value ?? result.Value;
        Culture = result.Culture;
        Metadata = result.Metadata;
        RenderedPrompt = result.RenderedPrompt;
    }

    public KernelFunction Function { get; internal set; }

    public IReadOnlyDictionary<string, object?>? Metadata { get; internal set; }

    public CultureInfo Culture { get; internal set; }

    public Type? ValueType => Value?.GetType();

    public string? RenderedPrompt { get; internal init; }

    internal object? Value { get; }

    public T? GetValue<T>()
    {
        if (Value is null)
        {
            return default;
        }

        if (Value is T value)
        {
            return value;
        }

        if (typeof(T) == typeof(string) && Value is KernelContent or ChatResponse)
        {
            return (T)(object)ToString();
        }

        if (Value is KernelContent { InnerContent: T inner })
        {
            return inner;
        }

        // A list of messages is a model's answer: its first message is converted, so an empty one is told apart.
        if (Value is IReadOnlyList<ChatMessageContent> { Count: 0 })
        {
            throw new InvalidCastException($"Cannot cast a response with no choices to {typeof(T)}");
        }

        throw new InvalidCastException($"Cannot cast {Value.GetType()} to {typeof(T)}");
    }

    public override string ToString() => Value switch
    {
        null => string.Empty,
        ChatResponse response => response.Text,
        IFormattable formattable => formattable.ToString(null, Culture),
        _ => Value.ToString() ?? string.Empty,
    };
}
