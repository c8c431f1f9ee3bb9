using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace KernelGuard.Cel.Library;

/// <summary>The functions of the engine that an environment has: the standard ones and those of its extensions. Immutable.</summary>
internal sealed class FunctionTable
{
    private static readonly ConcurrentDictionary<CelExtensions, FunctionTable> _tables = new();
    private readonly FrozenDictionary<string, CelFunction> _functions;

    private FunctionTable(CelExtensions extensions)
    {
        // A function of two libraries, such as `reverse`, has the overloads of both.
        _functions = Functions(extensions)
            .GroupBy(function => function.Name)
            .ToFrozenDictionary(
                group => group.Key,
                group => group.Count() == 1 ? group.First() : new CelFunction(group.Key, [.. group.SelectMany(function => function.Overloads)]),
                StringComparer.Ordinal);
    }

    public IEnumerable<string> Names => _functions.Keys.Where(name => char.IsAsciiLetter(name[0]) && !name.Contains('@'));

    public static FunctionTable For(CelExtensions extensions) => _tables.GetOrAdd(extensions, key => new FunctionTable(key));

    public CelFunction? Find(string name) => _functions.GetValueOrDefault(name);

    private static IEnumerable<CelFunction> Functions(CelExtensions extensions) => new (CelExtensions Extension, IEnumerable<CelFunction> Functions)[]
        {
            (CelExtensions.None, OperatorSignatures.Functions),
            (CelExtensions.None, ConversionFunctions.Functions),
            (CelExtensions.None, SizeFunctions.Functions),
            (CelExtensions.None, TextSearchFunctions.Functions),
            (CelExtensions.None, TimeFunctions.Functions),
            (CelExtensions.None, PatternFunctions.Standard),
            (CelExtensions.Strings, TextFunctions.Functions),
            (CelExtensions.Strings, TextSearchFunctions.Extended),
            (CelExtensions.Strings, TextFormat.Functions),
            (CelExtensions.Math, MathFunctions.Functions),
            (CelExtensions.Encoders, EncoderFunctions.Functions),
            (CelExtensions.Optionals, OptionalFunctions.Functions),
            (CelExtensions.Network, NetworkFunctions.Functions),
            (CelExtensions.Lists, ListFunctions.Functions),
            (CelExtensions.Sets, SetFunctions.Functions),
            (CelExtensions.Regex, PatternFunctions.Extended),
        }
        .Where(library => (library.Extension & extensions) == library.Extension)
        .SelectMany(library => library.Functions);
}
