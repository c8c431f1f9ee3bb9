using KernelGuard.Cel.Diagnostics;
using Xunit;

namespace KernelGuard.Cel.Tests;

public sealed class CelLiteralBinderTests
{
    private int _bound;

    private CelEnvironment Environment => CelEnvironment.CreateBuilder()
        .AddVariable("x", CelType.Dyn)
        .AddFunction(new CelFunction("only", Overload(isRequired: true)))
        .AddFunction(new CelFunction("any", Overload(isRequired: false)))
        .Build();

    [Theory]
    [InlineData("only('a', 'b')", "\"bound a b\"", 1)]
    [InlineData("only('a' + 'c', 'b')", "\"bound ac b\"", 1)]
    [InlineData("any('a', x)", "\"bound a b\"", 1)]
    [InlineData("any(x, 'b')", "\"free b b\"", 0)]
    [InlineData("[1, 2, 3].map(i, any('a', string(i)))[2]", "\"bound a 3\"", 1)]
    [InlineData("any('a', 'fail')", "error: host_failure", 1)]
    [InlineData("only(x, 'b')", "diagnostic: not_supported", 0)]
    [InlineData("only('bad', 'b')", "diagnostic: invalid_literal", 1)]
    [InlineData("any('bad', 'b')", "diagnostic: invalid_literal", 1)]
    [InlineData("any('throw', 'b')", "diagnostic: invalid_literal", 1)]
    public void Compile_LiteralArgument_IsBoundOnce(string source, string expected, int bound)
    {
        Assert.Equal(expected, Expressions.Run(Environment, source, variables => variables.Set("x", CelValue.FromString("b"))));
        Assert.Equal(bound, _bound);
    }

    [Fact]
    public void Compile_BadLiteral_IsShownWhereItStands()
    {
        var diagnostic = Assert.Single(Environment.Compile("any('bad', 'b') == 'c'").Diagnostics);

        Assert.Equal((CelDiagnosticCodes.InvalidLiteral, "`bad` is bad", new CelSpan(4, 5)), (diagnostic.Code, diagnostic.Message, diagnostic.Span));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(2)]
    public void WithLiteral_NoStringParameter_Throws(int index) => Assert.Throws<ArgumentException>(() =>
        CelOverload.Global(CelType.Bool, _ => CelValue.FromBool(true), CelType.String, CelType.Int).WithLiteral(index, Bind));

    private CelOverload Overload(bool isRequired) => CelOverload
        .Global(CelType.String, arguments => Join("free", arguments[0].AsString, arguments), CelType.String, CelType.String)
        .WithLiteral(0, Bind, isRequired);

    private CelFunctionBody? Bind(string literal, out string problem)
    {
        _bound++;
        problem = literal == "bad" ? "`bad` is bad" : "";
        return literal switch
        {
            "bad" => null,
            "throw" => throw new InvalidOperationException("the host fails"),
            _ => arguments => Join("bound", literal, arguments),
        };
    }

    private static CelValue Join(string how, string first, ReadOnlySpan<CelValue> arguments) => arguments[1].AsString == "fail"
        ? throw new InvalidOperationException("the host fails")
        : CelValue.FromString($"{how} {first} {arguments[1].AsString}");
}
