using System.Reflection;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>Types and members in the words of the listings.</summary>
internal static class SurfaceFormat
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Declaration(Type type)
    {
        var modifiers = (type.IsSealed ? " sealed" : string.Empty) + (type.IsAbstract ? " abstract" : string.Empty);
        return $"{type.FullName} : {(type.BaseType is null ? string.Empty : Name(type.BaseType))}{modifiers}";
    }

    public static IEnumerable<string> Members(Type type) =>
        type.GetConstructors(Declared).Where(IsVisible).Select(constructor => $"ctor({Parameters(constructor)})")
            .Concat(type.GetMethods(Declared).Where(method => IsVisible(method) && !method.IsSpecialName).Select(Method))
            .Concat(type.GetProperties(Declared).Where(IsVisible).Select(Property))
            .Concat(type.GetFields(Declared).Where(field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName).Select(field => $"field {Name(field.FieldType)} {field.Name}"));

    private static string Method(MethodInfo method)
    {
        var modifiers = (method.IsPublic ? string.Empty : "protected ")
            + (method.IsStatic ? "static " : method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? "virtual " : string.Empty);
        return $"{modifiers}{Name(method.ReturnType)} {method.Name}({Parameters(method)})";
    }

    private static string Property(PropertyInfo property) =>
        $"prop {Name(property.PropertyType)} {property.Name} {{ get; {(property.SetMethod is { } set && IsVisible(set) ? "set; " : string.Empty)}}}";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"));

    private static string Name(Type type)
    {
        if (type.IsArray || type.IsByRef)
        {
            return Name(type.GetElementType()!) + (type.IsArray ? "[]" : "&");
        }

        return type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(',', type.GetGenericArguments().Select(Name))}>" : type.Name;
    }

    private static bool IsVisible(PropertyInfo property) => property.GetMethod is { } get && IsVisible(get);

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;
}
