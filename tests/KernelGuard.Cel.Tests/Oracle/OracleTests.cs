using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Syntax;
using Xunit;

namespace KernelGuard.Cel.Tests.Oracle;

public sealed class OracleTests
{
    private static readonly CelLimits _limits = CelLimits.Default with { MaxComprehensionNesting = 8, MaxCostPerExpression = 10_000_000 };

    private static readonly CelEnvironment _environment = CelEnvironment.CreateBuilder()
        .WithLimits(_limits)
        .AddVariable("n", CelType.Int)
        .AddVariable("s", CelType.String)
        .AddVariable("list", CelType.List(CelType.Int))
        .AddVariable("map", CelType.Map(CelType.String, CelType.Int))
        .AddVariable("any", CelType.Dyn)
        .Build();

    private static readonly Gen<Dictionary<string, object?>> _data =
        from n in Gen.Elements(0L, 1L, 2L, -7L, long.MaxValue)
        from s in Gen.Elements("", "a", "ab", "é😀", "12")
        from list in Gen.Elements(-1L, 0L, 1L, 2L, 2L).ListOf()
        from x in Gen.Elements<object?>(1L, 1.0, "1", null, true, new object?[] { 1L, 1.0 })
        select new Dictionary<string, object?>
        {
            ["n"] = n,
            ["s"] = s,
            ["list"] = list.ToList(),
            ["map"] = new Dictionary<string, object?> { ["x"] = n, ["y"] = 2L },
            ["any"] = new Dictionary<string, object?> { ["a"] = x, ["b"] = new Dictionary<string, object?> { ["c"] = x } },
        };

    [Fact]
    public void Evaluate_WellTypedExpression_AgreesWithTheOracle()
    {
        var compiled = 0;
        Prop.ForAll(Cases(ExpressionGenerator.Bools(4)), example =>
        {
            var compilation = _environment.Compile(example.Source, CelType.Bool);
            Assert.True(compilation.Program is not null, CelDiagnosticFormatter.Format(example.Source, compilation.Diagnostics));
            compiled++;
            Compare(example.Source, example.Data, compilation.Program);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
        Assert.Equal(2_000, compiled);
    }

    [Fact]
    public void Evaluate_IllTypedExpression_AgreesWithTheOracle() => Prop.ForAll(Cases(ExpressionGenerator.Anything(4)), example =>
    {
        var program = _environment.CompileUnchecked(example.Source).Program;
        Assert.NotNull(program);
        Compare(example.Source, example.Data, program);

        // What the checker accepts means the same, checked or not.
        if (_environment.Compile(example.Source).Program is { } accepted)
        {
            Compare(example.Source, example.Data, accepted);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    private static Arbitrary<(string Source, Dictionary<string, object?> Data)> Cases(Gen<string> sources) =>
        sources.Where(source => source.Length < 4_000).Zip(_data, (source, data) => (source, data)).ToArbitrary();

    private static void Compare(string source, Dictionary<string, object?> data, CelProgram program)
    {
        var variables = new CelVariables(_environment);
        foreach (var (name, value) in data)
        {
            variables.SetObject(name, value);
        }

        var parsed = Parser.Parse(source, _limits, CelExtensions.All, new DiagnosticBag());
        var expected = new OracleEvaluator(data.ToDictionary(pair => pair.Key, pair => CelValue.FromObject(pair.Value))).Evaluate(parsed.Root);
        var actual = program.Evaluate(variables);
        Assert.True(
            expected.IsError ? actual.IsError : !actual.IsError && actual.Kind == expected.Kind && actual.ToString() == expected.ToString(),
            $"{source}: {actual}, not {expected}");
    }
}
