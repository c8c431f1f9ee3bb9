using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Tests.Vectors;
using Xunit;

namespace KernelGuard.Cel.Tests.Estimation;

public sealed class CostEstimateTests
{
    private static readonly CelEnvironment _environment = CelEnvironment.CreateBuilder()
        .AddVariable("n", CelType.Int)
        .AddVariable("s", CelType.String.WithMaxSize(1_000))
        .AddVariable("list", CelType.List(CelType.String.WithMaxSize(50)).WithMaxSize(20))
        .AddVariable("any", CelType.Dyn)
        .Build();

    [Theory]
    [InlineData("n > 5", 0)]
    [InlineData("s == 'abc'", 1 + 1)]
    [InlineData("list.all(i, n > 1)", 20 * 2)]
    [InlineData("list.all(i, list.all(j, n > 1))", 20 * (3 + (20 * 2)))]
    [InlineData("n > 1 ? s.size() : 3", 4 + 101 + 1)]
    [InlineData("s.matches('^a')", 1 + (101 * 2))]
    public void EstimatedCost_OfBoundedInput_IsTheMostItCanCost(string source, long expected) =>
        Assert.Equal(expected, _environment.Compile(source).Program!.EstimatedCost);

    [Fact]
    public void Compile_CostOverItsLimit_NamesThePart()
    {
        var environment = _environment.Extend().WithLimits(CelLimits.Default with { MaxEstimatedCost = 1_000_000 }).Build();

        var compilation = environment.Compile("n > 5 && (list.all(i, n > 1) || any.items.all(i, i.price > 100))");

        var diagnostic = Assert.Single(compilation.Diagnostics);
        Assert.Null(compilation.Program);
        Assert.Equal(CelDiagnosticCodes.CostExceeded, diagnostic.Code);
        Assert.Equal("any.items.all(i, i.price > 100)", compilation.Diagnostics[0].Span.Of("n > 5 && (list.all(i, n > 1) || any.items.all(i, i.price > 100))"));
    }

    [Fact]
    public void Compile_CostBeyondAllNumbers_Saturates() => Assert.Equal(
        long.MaxValue, _environment.Compile("any.all(a, any.all(b, any.all(c, any.distinct() == a)))").Program!.EstimatedCost);

    /// <summary>The estimate and the count at run time are two readings of one table.</summary>
    [Theory]
    [InlineData("language")]
    [InlineData("numbers")]
    [InlineData("text")]
    [InlineData("time")]
    [InlineData("extensions")]
    public void EstimatedCost_OfVector_IsNotBelowTheCount(string file)
    {
        foreach (var (source, _) in VectorTests.Read(file))
        {
            if (Expressions.Standard.Compile(source).Program is { } program)
            {
                var variables = new CelVariables(Expressions.Standard);
                program.Evaluate(variables);
                Assert.True(variables.CostUsed <= program.EstimatedCost, $"{source}: {variables.CostUsed} over {program.EstimatedCost}");
            }
        }
    }

    [Theory]
    [InlineData("list.map(i, i + s)")]
    [InlineData("list.transformMap(i, v, v.split('a'))")]
    [InlineData("list.exists(i, i.contains(s)) || s in list || list == list")]
    [InlineData("list.sortBy(i, i).distinct().reverse().slice(0, 3)")]
    [InlineData("list.join(s).replace('a', 'bc')")]
    [InlineData("regex.replace(s, 'a', 'bb') + regex.extractAll(s, '[ab]').join()")]
    [InlineData("'%s %s'.format([list, s])")]
    [InlineData("sets.contains(list, list) && sets.equivalent([s], list)")]
    [InlineData("cel.bind(x, s + s, x == s || x.matches('(a|b)+c'))")]
    [InlineData("any.all(k, v, v == s) || {s: any}[s] == any")]
    [InlineData("list[?1].optMap(v, v + s).orValue(s) < s")]
    [InlineData("list.transformMapEntry(i, v, {string(i) + v: v})")]
    public void EstimatedCost_OfData_IsNotBelowTheCount(string source)
    {
        var compilation = _environment.Compile(source);
        Assert.Empty(compilation.Diagnostics);
        var text = string.Concat(Enumerable.Repeat("abca", 250));
        var list = Enumerable.Range(0, 20).Select(i => (object?)$"{i} {text[..40]}").ToArray();
        var variables = new CelVariables(_environment).SetObject("n", 1).SetObject("s", text).SetObject("list", list)
            .SetObject("any", list.ToDictionary(item => (string)item!, item => item));

        compilation.Program!.Evaluate(variables);

        Assert.InRange(variables.CostUsed, 1, compilation.Program.EstimatedCost);
    }
}
