using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace KernelGuard.Tests.PublicApi;

/// <summary>Prints what users of an assembly can see: one line per type and member, each with its full name, in ordinal order.</summary>
/// <remarks>Members that the compiler writes for records, and overrides of inherited members, are left out.</remarks>
internal static partial class PublicApiPrinter
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(byte)] = "byte",
        [typeof(char)] = "char", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint",
        [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal",
    };

    public static string Print(Assembly assembly) =>
        string.Concat(assembly.GetExportedTypes().SelectMany(LinesOf).Order(StringComparer.Ordinal).Select(line => line + "\n"));

    internal static IEnumerable<string> LinesOf(Type type)
    {
        var name = FullName(type);
        if (typeof(Delegate).IsAssignableFrom(type) && type.GetMethod("Invoke") is { } invoke)
        {
            return [$"{name} : delegate {Name(invoke.ReturnType)} ({Parameters(invoke)})"];
        }

        if (type.IsEnum)
        {
            var values = type.GetEnumNames().Select(value => $"{name}.{value} = {Convert.ToInt64(Enum.Parse(type, value), CultureInfo.InvariantCulture)}");
            return values.Prepend($"{name} : enum {Name(type.GetEnumUnderlyingType())}");
        }

        return type.GetMembers(Declared).Select(Describe).OfType<string>().Select(member => $"{name}.{member}").Prepend($"{name} : {Kind(type)}{Bases(type)}");
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        FieldInfo { IsSpecialName: false } field when IsVisible(field) =>
            $"{field.Name} : {(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType)}"
                + (field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : ""),
        PropertyInfo property when property.GetAccessors(nonPublic: true).Any(IsShown) =>
            $"{property.Name}{Index(property)} : {Modifiers(property.GetAccessors(nonPublic: true)[0])}{Name(property.PropertyType)} {{ {Accessors(property)} }}",
        EventInfo { AddMethod: { } add } item when IsShown(add) => $"{item.Name} : {Modifiers(add)}event {Name(item.EventHandlerType!)}",
        ConstructorInfo { IsStatic: false } constructor when IsVisible(constructor) => $"new({Parameters(constructor)}) : {Modifiers(constructor)}constructor",
        MethodInfo method when IsShown(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
            && !method.IsDefined(typeof(CompilerGeneratedAttribute)) =>
            $"{method.Name}{TypeParameters(method.GetGenericArguments())}({Parameters(method)}) : {Modifiers(method)}{Name(method.ReturnType)}",
        _ => null,
    };

    private static bool IsVisible(FieldInfo field) => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly;

    private static bool IsVisible(MethodBase method) =>
        method.IsPublic || (!method.DeclaringType!.IsSealed && (method.IsFamily || method.IsFamilyOrAssembly));

    private static bool IsShown(MethodInfo method) => IsVisible(method) && method.GetBaseDefinition() == method && !method.Name.Contains('<', StringComparison.Ordinal);

    private static string Kind(Type type) => (type.IsInterface, type.IsValueType, type.IsAbstract && type.IsSealed) switch
    {
        (true, _, _) => "interface",
        (_, true, _) => type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly struct" : "struct",
        (_, _, true) => "static class",
        _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (type.GetMethod("<Clone>$") is null ? "class" : "record"),
    };

    private static string Bases(Type type)
    {
        var inherited = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [parent] : Type.EmptyTypes;
        var names = inherited.Select(Name).Concat(type.GetInterfaces().Where(contract => contract.IsVisible).Select(Name).Order(StringComparer.Ordinal));
        return string.Concat(names.Select(name => $", {name}"));
    }

    private static string Modifiers(MethodBase method) =>
        (method.IsPublic ? "" : "protected ")
        + (method.IsStatic ? "static " : method.IsAbstract && !method.DeclaringType!.IsInterface ? "abstract " : method.IsVirtual && !method.IsFinal && !method.IsAbstract ? "virtual " : "");

    private static string Accessors(PropertyInfo property)
    {
        var get = property.GetMethod is { } getter && IsVisible(getter) ? "get;" : "";
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        var set = property.SetMethod is { } setter && IsVisible(setter) ? (isInit ? "init;" : "set;") : "";
        return $"{get} {set}".Trim();
    }

    private static string Index(PropertyInfo property) =>
        property.GetIndexParameters() is { Length: > 0 } index ? $"[{string.Join(", ", index.Select(Parameter))}]" : "";

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var way = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : "";
        var rest = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var value = !parameter.HasDefaultValue ? "" : parameter is { RawDefaultValue: null, ParameterType.IsValueType: true } ? " = default" : $" = {Literal(parameter.RawDefaultValue)}";
        return $"{way}{rest}{Name(parameter.ParameterType)} {parameter.Name}{value}";
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string FullName(Type type) => type.IsNested ? $"{FullName(type.DeclaringType!)}.{Name(type)}" : $"{type.Namespace}.{Name(type)}";

    private static string Name(Type type) => type switch
    {
        { IsByRef: true } => Name(type.GetElementType()!),
        { IsArray: true } => $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]",
        _ when Nullable.GetUnderlyingType(type) is { } underlying => $"{Name(underlying)}?",
        { IsGenericType: true } => Arity().Replace(type.Name, "") + TypeParameters(type.GetGenericArguments()),
        _ => Keywords.GetValueOrDefault(type, type.Name),
    };

    private static string TypeParameters(Type[] arguments) => arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Name))}>";

    [GeneratedRegex(@"`\d+")]
    private static partial Regex Arity();
}
