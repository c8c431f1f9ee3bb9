using Xunit;

namespace KernelGuard.Cel.Tests;

public sealed class CelExtensionsTests
{
    [Theory]
    [InlineData(CelExtensions.Strings, "'a'.charAt(0)")]
    [InlineData(CelExtensions.Strings, "'a'.indexOf('a')")]
    [InlineData(CelExtensions.Strings, "'a'.reverse()")]
    [InlineData(CelExtensions.Strings, "'%d'.format([1])")]
    [InlineData(CelExtensions.Math, "math.greatest(1, 2)")]
    [InlineData(CelExtensions.Math, "math.sqrt(1)")]
    [InlineData(CelExtensions.Encoders, "base64.encode(b'a')")]
    [InlineData(CelExtensions.Bindings, "cel.bind(v, 1, v)")]
    [InlineData(CelExtensions.Optionals, "x.?a")]
    [InlineData(CelExtensions.Optionals, "x[?1]")]
    [InlineData(CelExtensions.Optionals, "[?x]")]
    [InlineData(CelExtensions.Optionals, "{?'a': x}")]
    [InlineData(CelExtensions.Optionals, "x.optMap(v, v)")]
    [InlineData(CelExtensions.Optionals, "type(x) == optional_type")]
    [InlineData(CelExtensions.TwoVariableComprehensions, "[1].all(i, v, true)")]
    [InlineData(CelExtensions.TwoVariableComprehensions, "[1].transformMap(i, v, v)")]
    [InlineData(CelExtensions.Network, "isIP('::')")]
    [InlineData(CelExtensions.Network, "type(x) == net.CIDR")]
    [InlineData(CelExtensions.Lists, "[1].reverse()")]
    [InlineData(CelExtensions.Lists, "[1].sortBy(e, e)")]
    [InlineData(CelExtensions.Sets, "sets.contains([], [])")]
    [InlineData(CelExtensions.Regex, "regex.extractAll('a', 'a')")]
    public void Compile_ExpressionOfExtension_NeedsThatExtension(CelExtensions extension, string source)
    {
        Assert.Empty(Environment(extension).Compile(source).Diagnostics);
        Assert.NotEmpty(Environment(CelExtensions.All & ~extension).Compile(source).Diagnostics);
    }

    [Fact]
    public void Compile_FunctionOfTwoExtensions_TakesTheOverloadsOfBoth() => Assert.Equal(
        "[\"ba\", \"c\"]",
        Expressions.Run(Environment(CelExtensions.Strings | CelExtensions.Lists), "['c', 'ab'.reverse()].reverse()", null));

    [Fact]
    public void WithExtensions_AfterFunctionOrBase_IsRefused()
    {
        var function = new CelFunction("f", CelOverload.Global(CelType.Int, _ => CelValue.FromInt(1)));

        Assert.Throws<InvalidOperationException>(
            () => CelEnvironment.CreateBuilder().AddFunction(function).WithExtensions(CelExtensions.None));
        Assert.Throws<InvalidOperationException>(() => Expressions.Standard.Extend().WithExtensions(CelExtensions.None));
    }

    [Fact]
    public void Optional_FromExpression_IsReadable()
    {
        var environment = Environment(CelExtensions.Optionals);
        var value = environment.Compile("x.?a").Program!.Evaluate(
            new CelVariables(environment).SetObject("x", new Dictionary<string, object?> { ["a"] = null }));

        var optional = Assert.IsType<CelOptional>(value.AsOpaque);
        Assert.True(optional.HasValue);
        Assert.Equal(CelKind.Null, optional.Value.Kind);
        Assert.False(CelOptional.None.HasValue);
        Assert.True(CelOptional.None.Value.IsError);
        Assert.Throws<ArgumentException>(() => CelOptional.Of(CelValue.Error("a", "b")));
    }

    private static CelEnvironment Environment(CelExtensions extensions) =>
        CelEnvironment.CreateBuilder().WithExtensions(extensions).AddVariable("x", CelType.Dyn).Build();
}
