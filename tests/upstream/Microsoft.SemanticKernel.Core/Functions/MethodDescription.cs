using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Microsoft.SemanticKernel;

/// <summary>What a method tells the model about itself.</summary>
internal static class MethodDescription
{
    public static KernelFunctionMetadata Of(MethodInfo method, KernelFunctionFromMethodOptions options)
    {
        ArgumentNullException.ThrowIfNull(method);
        var name = options.FunctionName ?? method.GetCustomAttribute<KernelFunctionAttribute>()?.Name ?? WithoutAsync(method);
        var metadata = new KernelFunctionMetadata(name)
        {
            Description = options.Description ?? method.GetCustomAttribute<DescriptionAttribute>()?.Description ?? string.Empty,
            Parameters = [.. options.Parameters ?? method.GetParameters().Where(parameter => !IsInjected(parameter)).Select(Describe)],
            ReturnParameter = options.ReturnParameter ?? new KernelReturnParameterMetadata { ParameterType = method.ReturnType },
        };
        return options.AdditionalMetadata is null ? metadata : new KernelFunctionMetadata(metadata) { AdditionalProperties = options.AdditionalMetadata };
    }

    /// <summary>Whether a parameter comes from the kernel and not from the arguments.</summary>
    public static bool IsInjected(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        return type == typeof(Kernel) || type == typeof(KernelFunction) || type == typeof(KernelArguments) || type == typeof(CancellationToken)
            || type == typeof(CultureInfo) || type == typeof(IFormatProvider) || type == typeof(ILoggerFactory) || type == typeof(ILogger)
            || parameter.IsDefined(typeof(FromKernelServicesAttribute));
    }

    private static KernelParameterMetadata Describe(ParameterInfo parameter)
    {
        var description = parameter.GetCustomAttribute<DescriptionAttribute>()?.Description;
        return new KernelParameterMetadata(parameter.Name ?? string.Empty)
        {
            Description = description ?? string.Empty,
            DefaultValue = parameter.HasDefaultValue ? parameter.DefaultValue : null,
            IsRequired = !parameter.IsOptional,
            ParameterType = parameter.ParameterType,
            Schema = KernelJsonSchema.Parse(AIJsonUtilities.CreateJsonSchema(
                parameter.ParameterType, description, parameter.HasDefaultValue, parameter.HasDefaultValue ? parameter.DefaultValue : null).GetRawText()),
        };
    }

    private static string WithoutAsync(MethodInfo method)
    {
        const string Suffix = "Async";
        var isAsync = typeof(Task).IsAssignableFrom(method.ReturnType) || method.ReturnType == typeof(ValueTask)
            || (method.ReturnType.IsGenericType
                && (method.ReturnType.GetGenericTypeDefinition() == typeof(ValueTask<>) || method.ReturnType.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));
        return isAsync && method.Name.EndsWith(Suffix, StringComparison.Ordinal) && method.Name.Length > Suffix.Length
            ? method.Name[..^Suffix.Length]
            : method.Name;
    }
}
