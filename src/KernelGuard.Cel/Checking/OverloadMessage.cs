using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Checking;

/// <summary>Words for a call that fits no overload.</summary>
internal static class OverloadMessage
{
    private const int MaxSignatures = 3;

    public static string Describe(string name, CelType[] types, bool hasReceiver)
    {
        if (hasReceiver)
        {
            return types.Length == 1
                ? $"`{types[0]}` has no method `{name}` without arguments"
                : $"`{types[0]}` has no method `{name}` for {Join(types.AsSpan(1))}";
        }

        return types.Length == 0 ? $"`{name}` takes arguments" : $"`{name}` does not take {Join(types)}";
    }

    public static string? Help(CelFunction function, CelType[] types)
    {
        if (types.Length == 2 && !types[0].Equals(types[1]) && IsNumeric(types[0]) && IsNumeric(types[1]))
        {
            return $"convert one side, as in `{types[0].Name}(x)`";
        }

        if (char.IsAsciiLetter(function.Name[0]) && function.Overloads.Count <= MaxSignatures)
        {
            return "it can be called as " + string.Join(", ", function.Overloads.Select(overload => Signature(function.Name, overload)));
        }

        return null;
    }

    private static bool IsNumeric(CelType type) => type.Kind is CelTypeKind.Int or CelTypeKind.UInt or CelTypeKind.Double;

    private static string Signature(string name, CelOverload overload) => overload.IsMember
        ? $"`{overload.Parameters[0]}.{Operators.Display(name)}({string.Join(", ", overload.Parameters.Skip(1))})`"
        : $"`{Operators.Display(name)}({string.Join(", ", overload.Parameters)})`";

    private static string Join(ReadOnlySpan<CelType> types)
    {
        var names = new string[types.Length];
        for (var i = 0; i < types.Length; i++)
        {
            names[i] = $"`{types[i]}`";
        }

        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }
}
