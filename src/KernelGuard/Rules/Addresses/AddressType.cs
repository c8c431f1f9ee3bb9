using KernelGuard.Cel;

namespace KernelGuard.Rules.Addresses;

/// <summary>A type of conditions that is made from text, and the functions on it.</summary>
/// <param name="name">The name of the type, and of the function that makes its values.</param>
internal sealed class AddressType<T>(string name)
    where T : class, ICelOpaque
{
    private static readonly CelType _text = CelType.String.WithMaxSize(AmbiguousText.MaxChars);

    public CelType Type { get; } = CelType.Opaque(name);

    /// <summary>The function that makes a value of a text.</summary>
    public CelFunction Creation(AddressReader<T> read) => new(name, CelOverload.Global(
        Type,
        arguments => read(arguments[0].AsString, out var problem) is { } address ? CelValue.FromOpaque(address) : AddressValue.Error(problem),
        CelType.String));

    /// <summary>A function that gives a part as text.</summary>
    public CelFunction Text(string function, Func<T, string> part) =>
        new(function, CelOverload.Member(_text, arguments => CelValue.FromString(part((T)arguments[0].AsOpaque)), Type));

    /// <summary>A function that compares a value to what a policy names, which is read once if it is a literal.</summary>
    public CelFunction Test<TNamed>(string function, AddressReader<TNamed> read, AddressTest<T, TNamed> test)
        where TNamed : class
    {
        CelValue Compare(ReadOnlySpan<CelValue> arguments, TNamed named) =>
            AddressValue.Answer(test((T)arguments[0].AsOpaque, named, out var problem), problem);

        CelFunctionBody? Bind(string literal, out string problem) =>
            read(literal, out problem) is { } named ? arguments => Compare(arguments, named) : null;

        return new(function, CelOverload
            .Member(
                CelType.Bool,
                arguments => read(arguments[1].AsString, out var problem) is { } named ? Compare(arguments, named) : AddressValue.Error(problem),
                Type,
                CelType.String)
            .WithLiteral(1, Bind));
    }

    /// <summary>A comparison that text alone always decides.</summary>
    public CelFunction Test(string function, AddressReader<string> read, Func<T, string, bool> test) => Test<string>(function, read, Decide(test));

    private static AddressTest<T, string> Decide(Func<T, string, bool> test) => (T address, string named, out string problem) =>
    {
        problem = "";
        return test(address, named);
    };
}
