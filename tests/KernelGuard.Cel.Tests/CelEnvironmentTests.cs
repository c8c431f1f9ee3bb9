using KernelGuard.Cel.Diagnostics;
using Xunit;

namespace KernelGuard.Cel.Tests;

public sealed class CelEnvironmentTests
{
    private static readonly CelEnvironment _environment = CelEnvironment.CreateBuilder()
        .AddVariable("args", CelType.Dyn)
        .AddVariable("agent", CelType.Dyn)
        .AddFunction(new CelFunction(
            "twice",
            CelOverload.Global(CelType.Int, static arguments => CelValue.FromInt(arguments[0].AsInt * 2), CelType.Int),
            CelOverload.Member(
                CelType.String, static arguments => CelValue.FromString(arguments[0].AsString + arguments[0].AsString), CelType.String)))
        .AddFunction(new CelFunction(
            "host.fail", CelOverload.Global(CelType.Bool, static _ => throw new InvalidOperationException("the host fails"))))
        .AddFunction(new CelFunction("first", CelOverload.Global(
            CelType.Parameter("T"), static arguments => arguments[0].AsList[0], CelType.List(CelType.Parameter("T")))))
        .AddFunction(new CelFunction("path", CelOverload.Global(
            CelType.Opaque("path"), static arguments => CelValue.FromOpaque(new PathValue(arguments[0].AsString)), CelType.String)))
        .AddFunction(new CelFunction("isUnder", CelOverload.Member(
            CelType.Bool,
            static arguments => CelValue.FromBool(
                ((PathValue)arguments[0].AsOpaque).Text.StartsWith(arguments[1].AsString, StringComparison.Ordinal)),
            CelType.Opaque("path"),
            CelType.String)))
        .AddFunction(new CelFunction("matches", CelOverload.Member(
            CelType.Bool,
            static arguments => CelValue.FromBool(((PathValue)arguments[0].AsOpaque).Text == arguments[1].AsString),
            CelType.Opaque("path"),
            CelType.String)))
        .Build();

    [Theory]
    [InlineData(501, "support", true)]
    [InlineData(500, "support", false)]
    [InlineData(501, "finance", false)]
    [Trait("Requirement", "S5-03")]
    public void Compile_PolicyCondition_Evaluates(int amount, string role, bool expected)
    {
        var compilation = _environment.Compile("args.amount > 500 && !(agent.role in [\"finance\"])", CelType.Bool);
        var variables = new CelVariables(_environment)
            .SetObject("args", new Dictionary<string, object?> { ["amount"] = amount })
            .SetObject("agent", new Dictionary<string, object?> { ["role"] = role });

        Assert.Empty(compilation.Diagnostics);
        Assert.Equal(CelValue.FromBool(expected), compilation.Program!.Evaluate(variables));
    }

    [Theory]
    [InlineData("twice(21)", "42")]
    [InlineData("'ab'.twice()", "\"abab\"")]
    [InlineData("twice('a')", "diagnostic: no_such_overload")]
    [InlineData("twice(dyn('a'))", "error: no_such_overload")]
    [InlineData("twice(1 / 0)", "error: divide_by_zero")]
    [InlineData("host.fail()", "error: host_failure")]
    [InlineData("host.fail() || true", "true")]
    [InlineData("first([7, 8]) + 1", "8")]
    [InlineData("first(['a']) + 1", "diagnostic: no_such_overload")]
    [InlineData("first([])", "error: host_failure")]
    [InlineData("path('/a/b').isUnder('/a')", "true")]
    [InlineData("dyn(path('/a/b')).isUnder('/b')", "false")]
    [InlineData("path('/a') == path('/a')", "true")]
    [InlineData("path('/a') == '/a'", "diagnostic: no_such_overload")]
    [InlineData("dyn(path('/a')) == '/a'", "false")]
    [InlineData("path('/a').matches(string('/') + 'a')", "true")]
    [InlineData("'/a'.matches('^/a$')", "true")]
    [InlineData("'/a'.isUnder('/a')", "diagnostic: no_such_overload")]
    public void AddFunction_OfTheHost_IsChecked(string source, string expected) =>
        Assert.Equal(expected, Expressions.Run(_environment, source, null));

    [Fact]
    public void AddFunction_ThatIsThereAlready_IsRefused() => Assert.Throws<ArgumentException>(() => _environment.Extend()
        .AddFunction(new CelFunction("size", CelOverload.Global(CelType.Int, static _ => CelValue.FromInt(0), CelType.String))));

    [Theory]
    [InlineData("a b")]
    [InlineData("a.")]
    [InlineData("1a")]
    [InlineData("_+_")]
    public void AddVariable_ThatIsNoName_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(() => CelEnvironment.CreateBuilder().AddVariable(name, CelType.Dyn));

    [Theory]
    [InlineData("args.amount > 500 && !(agent.role in ['finance'])", "agent args", "agent.role args.amount")]
    [InlineData("args['amount'] == 1", "args", "args.amount")]
    [InlineData("args['content type'].x == 1", "args", "args.`content type`.x")]
    [InlineData("has(args.a.b)", "args", "args.a.b")]
    [InlineData("args == agent", "agent args", "agent args")]
    [InlineData("args.list[0].x == 1", "args", "args.list")]
    [InlineData("args.list.all(agent, agent.x == 1)", "args", "args.list")]
    [InlineData("args[agent.key] == 1", "agent args", "agent.key args")]
    [InlineData("size(args.a) == 1", "args", "args.a")]
    [InlineData("1 == 1", "", "")]
    public void References_OfProgram_AreTheStaticPaths(string source, string variables, string paths)
    {
        var program = _environment.Compile(source).Program!;

        Assert.Equal(variables, string.Join(' ', program.ReferencedVariables));
        Assert.Equal(paths, string.Join(' ', program.ReferencedPaths));
    }

    [Fact]
    public void Extend_Environment_AddsToItWithoutChangingIt()
    {
        var extended = _environment.Extend()
            .AddVariable("extra", CelType.Int)
            .AddVariable("args", CelType.Object("args", new Dictionary<string, CelField> { ["x"] = new(CelType.Int) }))
            .Build();

        Assert.True(_environment.TryGetSlot("args", out var before) && extended.TryGetSlot("args", out var after) && before == after);
        Assert.True(extended.TryGetSlot("extra", out var slot) && slot == _environment.SlotCount);
        Assert.False(_environment.TryGetSlot("extra", out _));
        Assert.NotNull(_environment.Compile("args.y").Program);
        Assert.Null(extended.Compile("args.y").Program);
        Assert.NotNull(extended.Compile("twice(args.x) + extra").Program);
    }

    [Fact]
    public void Compile_OverTheLimits_IsADiagnostic()
    {
        var environment = _environment.Extend().WithLimits(CelLimits.Default with { MaxSourceChars = 20, MaxNodes = 5, MaxNesting = 4 }).Build();

        Assert.Equal(CelDiagnosticCodes.LimitExceeded, environment.Compile(new string(' ', 20) + "1").Diagnostics[0].Code);
        Assert.Equal(CelDiagnosticCodes.LimitExceeded, environment.Compile("[1, 2, 3, 4, 5, 6]").Diagnostics[0].Code);
        Assert.Equal(CelDiagnosticCodes.LimitExceeded, environment.Compile("((((((1))))))").Diagnostics[0].Code);
        Assert.Equal(CelDiagnosticCodes.LimitExceeded, environment.Compile("!!!!!true").Diagnostics[0].Code);
        Assert.Empty(environment.Compile("((1)) + 2").Diagnostics);
    }

    [Fact]
    public async Task Program_UsedByManyThreads_GivesEachItsOwnResult()
    {
        var program = _environment.Compile("[1, 2, 3].map(i, i * args)[2]").Program!;
        var tasks = Enumerable.Range(0, 8).Select(n => Task.Run(() => Enumerable.Range(0, 200).All(i =>
            program.Evaluate(new CelVariables(_environment).Set("args", CelValue.FromInt(i + n))).AsInt == 3 * (i + n))));

        Assert.All(await Task.WhenAll(tasks), Assert.True);
    }

    private sealed record PathValue(string Text) : ICelOpaque
    {
        public string TypeName => "path";
    }
}
