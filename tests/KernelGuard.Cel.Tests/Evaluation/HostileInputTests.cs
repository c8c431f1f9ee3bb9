using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace KernelGuard.Cel.Tests.Evaluation;

public sealed class HostileInputTests
{
    private static readonly string[] _pieces =
    [
        "1", "2u", "1.5", "'a'", "b'b'", "null", "true", "x", "args", "x.y", "[", "]", "{", "}", "(", ")", ",", ":", "?", ".", "+", "-", "*",
        "/", "%", "!", "<",
        ">=", "==", " in ", "&&", "||", ".all(i, ", ".map(i, ", ".?", "[?", "cel.bind(b, ", ".all(i, j, ", ".optMap(i, ", "math.least(", ".matches('", "regex.extract('a', '", "has(x.y", "size(", "int(", ".split('", "'", "`", "\\", "\n", "//", "\ud800",
        "99999999999999999999",
    ];

    [Fact]
    public void Compile_AnyPieces_NeverThrows() => Prop.ForAll(
        Gen.ArrayOf(Gen.Elements(_pieces)).Select(string.Concat).ToArbitrary(),
        source => Finishes(source)).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Compile_AnyString_NeverThrows() =>
        Prop.ForAll<string?>(source => source is null || Finishes(source)).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Evaluate_AnyWellFormedExpression_NeverThrows() =>
        Prop.ForAll(WellFormed(5).ToArbitrary(), Finishes).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Compile_AnyTypedExpression_NeverThrows() =>
        Prop.ForAll(WellFormed(5).Select(source => source.Replace("dyn(", "(", StringComparison.Ordinal)).ToArbitrary(), Finishes)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void WithLimits_NestingThatNoStackHolds_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => CelEnvironment.CreateBuilder().WithLimits(CelLimits.Default with { MaxNesting = 201 }));

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("!", "true", "")]
    [InlineData("-", "x", "")]
    [InlineData("[", "1", "]")]
    [InlineData("{1:", "1", "}")]
    [InlineData("x[", "1", "]")]
    [InlineData("size(", "x", ")")]
    [InlineData("true?", "1", ":2")]
    [InlineData("true?1:", "1", "")]
    [InlineData("[1].all(i,", "true", ")")]
    [InlineData("x.map(i,", "x", ")")]
    [InlineData("has(x.", "y", ")")]
    [InlineData("[?", "x", "]")]
    [InlineData("{?1:", "x", "}")]
    [InlineData("x[?", "1", "]")]
    [InlineData("", "x", ".?y")]
    [InlineData("cel.bind(b,", "1", ",b)")]
    [InlineData("cel.bind(b,1,", "1", ")")]
    [InlineData("x.optMap(i,", "x", ")")]
    [InlineData("x.transformMap(i,j,", "x", ")")]
    [InlineData("math.greatest(1,2,", "3", ")")]
    [InlineData("1+", "1", "")]
    [InlineData("", "x", ".y")]
    [InlineData("", "x", "[0]")]
    [InlineData("", "'a'", ".trim()")]
    public void Compile_DeepNesting_EndsInADiagnostic(string open, string middle, string close)
    {
        const int Depth = 100_000;
        var limits = CelLimits.Default with { MaxSourceChars = int.MaxValue, MaxNodes = int.MaxValue };
        var source = new StringBuilder().Insert(0, open, Depth).Append(middle).Insert(open.Length * Depth + middle.Length, close, Depth).ToString();

        var unlimited = CelEnvironment.CreateBuilder().AddVariable("x", CelType.Dyn).WithLimits(limits).Build();
        Assert.Null(unlimited.Compile(source).Program);
        Assert.Equal("limit_exceeded", Expressions.Standard.Compile(source).Diagnostics[0].Code);
    }

    [Fact]
    public void Compile_AtTheNestingBoundOnASmallStack_EndsInADiagnosticOrAProgram()
    {
        var limits = CelLimits.Default with { MaxSourceChars = int.MaxValue, MaxNodes = int.MaxValue, MaxNesting = 200 };
        var environment = CelEnvironment.CreateBuilder().WithLimits(limits).Build();
        var source = new string('[', 190) + "1" + new string(']', 190) + " == [1]";
        var outcomes = new List<string>();
        var thread = new Thread(() => outcomes.Add(Expressions.Run(environment, source, null)), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();

        Assert.Contains(outcomes.Single(), (string[])["diagnostic: limit_exceeded", "error: limit_exceeded", "false"]);
    }

    [Theory]
    [InlineData("x == args", "error: limit_exceeded")]
    [InlineData("x != args", "error: limit_exceeded")]
    [InlineData("x in [args]", "error: limit_exceeded")]
    [InlineData("size(x)", "1")]
    public void Evaluate_DeepData_EndsInAnError(string source, string expected)
    {
        void Set(CelVariables variables) => variables.Set("x", Deep(100_000)).Set("args", Deep(100_000));

        Assert.Equal(expected, Expressions.Run(Expressions.Standard, source, Set));
    }

    [Fact]
    public void Evaluate_CyclicData_EndsInAnError()
    {
        var left = new List<object?>();
        var right = new List<object?>();
        left.Add(left);
        right.Add(right);

        var result = Expressions.Run(Expressions.Standard, "x == args", variables => variables.SetObject("x", left).SetObject("args", right));

        Assert.Equal("error: limit_exceeded", result);
        Assert.Equal("[[[[[[[[[...]]]]]]]]]", CelValue.FromObject(left).ToString());
        Assert.Equal(CelValue.FromObject(left).GetHashCode(), CelValue.FromObject(right).GetHashCode());
    }

    [Fact]
    public void Evaluate_DeepJson_EndsInAnError()
    {
        var json = new string('[', 900) + new string(']', 900);
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1_000 });
        using var other = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1_000 });

        Assert.Equal(
            "error: limit_exceeded",
            Expressions.Run(
                Expressions.Standard,
                "x == args",
                variables => variables.SetObject("x", document.RootElement).SetObject("args", other.RootElement)));
    }

    private static CelValue Deep(int depth)
    {
        var value = CelValue.FromInt(1);
        for (var i = 0; i < depth; i++)
        {
            value = CelValue.FromList(value);
        }

        return value;
    }

    private static bool Finishes(string source)
    {
        var variables = new CelVariables(Expressions.Standard).SetObject("x", new Dictionary<string, object?> { ["y"] = "a" });
        var compilation = Expressions.Standard.Compile(source);
        var value = compilation.Program?.Evaluate(variables) ?? CelValue.Null;
        var loose = Expressions.Standard.CompileUnchecked(source).Program?.Evaluate(variables) ?? CelValue.Null;
        Assert.NotNull(value.ToString());
        Assert.NotNull(loose.ToString());
        Assert.NotNull(KernelGuard.Cel.Diagnostics.CelDiagnosticFormatter.Format(source, compilation.Diagnostics));

        // Checking only rejects: what it lets pass evaluates to the same value without it.
        return compilation.Program is null || value.Kind == loose.Kind;
    }

    private static Gen<string> WellFormed(int depth)
    {
        var leaf = Gen.Elements(
            "0", "1", "-1", "9223372036854775807", "-9223372036854775808", "2u", "18446744073709551615u", "1.5", "-0.0", "1e300", "'a'", "'😀'",
            "''", "b'\\xff'", "null", "true", "false",
            "x", "x.y", "args", "[]", "{}", "timestamp(0)", "duration('1h')", "int", "i");
        if (depth == 0)
        {
            return leaf;
        }

        var inner = WellFormed(depth - 1);
        return Gen.Frequency(
            (2, leaf),
            (4, from left in inner
                from right in inner
                from operation in Gen.Elements("+", "-", "*", "/", "%", "<", "<=", ">", "==", "!=", " in ", "&&", "||")
                select $"(dyn({left}){operation}dyn({right}))"),
            (1, from condition in inner from one in inner from two in inner select $"(dyn({condition})?dyn({one}):dyn({two}))"),
            (1, from range in inner
                from body in inner
                from macro in Gen.Elements("all", "exists", "exists_one", "map", "filter")
                select $"dyn({range}).{macro}(i,dyn({body}))"),
            (1, from operand in inner from index in inner select $"dyn({operand})[dyn({index})]"),
            (1, from one in inner from two in inner select $"[{one},{two}]"),
            (1, from key in inner from value in inner select $"{{dyn({key}):{value}}}"),
            (2, from argument in inner
                from function in Gen.Elements("size", "int", "uint", "double", "string", "bytes", "bool", "timestamp", "duration", "type", "-", "!", "dyn")
                select $"{function}(dyn({argument}))"),
            (2, from target in inner
                from argument in inner
                from method in Gen.Elements("contains", "startsWith", "indexOf", "lastIndexOf", "charAt", "substring", "split", "join", "getHours")
                select $"dyn({target}).{method}(dyn({argument}))"));
    }
}
