using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

/// <summary>The values for the parameters of one method. The kernel is not touched unless a parameter asks for it.</summary>
internal sealed class MethodArguments(KernelFunction function, Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken)
{
    public object? this[ParameterInfo parameter]
    {
        get
        {
            if (MethodDescription.IsInjected(parameter))
            {
                return Injected(parameter);
            }

            if (arguments.TryGetValue(parameter.Name!, out var value))
            {
                return Convert(value, parameter);
            }

            return parameter.HasDefaultValue
                ? parameter.DefaultValue
                : throw new KernelException($"Missing argument for function parameter '{parameter.Name}'");
        }
    }

    private object? Injected(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<FromKernelServicesAttribute>() is { } attribute)
        {
            return Service(parameter, attribute.ServiceKey);
        }

        return type == typeof(Kernel) ? kernel
            : type == typeof(KernelFunction) ? function
            : type == typeof(KernelArguments) ? arguments
            : type == typeof(CancellationToken) ? cancellationToken
            : type == typeof(CultureInfo) || type == typeof(IFormatProvider) ? kernel.Culture
            : type.Name == "ILoggerFactory" ? kernel.LoggerFactory
            : kernel.LoggerFactory.CreateLogger(function.Name);
    }

    private object? Service(ParameterInfo parameter, object? key)
    {
        var service = key is null ? kernel.Services.GetService(parameter.ParameterType)
            : (kernel.Services as IKeyedServiceProvider)?.GetKeyedService(parameter.ParameterType, key);
        return service ?? (parameter.HasDefaultValue
            ? parameter.DefaultValue
            : throw new KernelException($"Missing service for function parameter '{parameter.Name}'"));
    }

    private object? Convert(object? value, ParameterInfo parameter)
    {
        try
        {
            return Convert(value, parameter.ParameterType);
        }
#pragma warning disable CA1031 // converters throw what they like; the caller gets one kind of exception
        catch (Exception e)
#pragma warning restore CA1031
        {
            throw new ArgumentOutOfRangeException(parameter.Name, value, e.Message);
        }
    }

    private object? Convert(object? value, Type type)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        switch (value)
        {
            case null when type.IsValueType && target == type:
                throw new InvalidCastException("Null object cannot be converted to a value type.");
            case null:
            case object when target.IsInstanceOfType(value):
                return value;
            case JsonElement { ValueKind: JsonValueKind.String } text when target == typeof(string):
                return text.GetString();
            case JsonElement when target == typeof(string):
            case IConvertible when target == typeof(bool) && value is not string:
                throw new InvalidCastException($"No converter found to convert from {target} to {value.GetType()}.");
            case JsonElement { ValueKind: JsonValueKind.String } text when TypeDescriptor.GetConverter(target) is var fromText && fromText.CanConvertFrom(typeof(string)):
                return fromText.ConvertFromString(null, kernel.Culture, text.GetString()!);
            case JsonElement json:
                return json.Deserialize(target, JsonSerializerOptions.Web);
            case string text when TypeDescriptor.GetConverter(target) is var converter && converter.CanConvertFrom(typeof(string)):
                return converter.ConvertFromString(null, kernel.Culture, text);
            case string text:
                return JsonSerializer.Deserialize(text, target, JsonSerializerOptions.Web);
            case IConvertible when target == typeof(string) || target.IsPrimitive || target == typeof(decimal):
                return System.Convert.ChangeType(value, target, kernel.Culture);
            default:
                return JsonSerializer.SerializeToElement(value, value.GetType()).Deserialize(target, JsonSerializerOptions.Web);
        }
    }
}
