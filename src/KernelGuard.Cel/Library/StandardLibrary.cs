using System.Collections.Frozen;

namespace KernelGuard.Cel.Library;

/// <summary>All functions that every environment has.</summary>
internal static class StandardLibrary
{
    private static readonly FrozenDictionary<string, CelFunction> _functions = new[]
        {
            OperatorSignatures.Functions,
            ConversionFunctions.Functions,
            SizeFunctions.Functions,
            TextFunctions.Functions,
            TextSearchFunctions.Functions,
            TimeFunctions.Functions,
            MatchFunction.Functions,
        }
        .SelectMany(functions => functions)
        .ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => _functions.Keys.Where(name => char.IsAsciiLetter(name[0]));

    public static CelFunction? Find(string name) => _functions.GetValueOrDefault(name);
}
