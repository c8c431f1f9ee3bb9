using Xunit;

namespace KernelGuard.Cel.Tests;

public sealed class CelActivationTests
{
    private static readonly CelEnvironment _environment = CelEnvironment.CreateBuilder()
        .AddVariable("a", CelType.Dyn)
        .AddVariable("b", CelType.Dyn)
        .AddVariable("list", CelType.List(CelType.Int))
        .Build();

    [Fact]
    public void ResolveVariable_EvaluatingAnotherProgram_KeepsTheLocalsOfBoth()
    {
        var activation = new LazyActivation(_environment, ["[10].map(i, [1].map(j, i + j)[0])[0]", "a"]);

        Assert.Equal("[[12, 1], [13, 2]]", Compile("[1, 2].map(i, [a + i, i].map(j, j))").Evaluate(activation).ToString());
    }

    [Fact]
    public void ResolveVariable_InARing_EndsInAnError()
    {
        var activation = new LazyActivation(_environment, ["b", "a"]);

        Assert.Equal(CelErrorCodes.LimitExceeded, Compile("a == 1").Evaluate(activation).ErrorValue!.Code);
    }

    [Fact]
    public void ResolveVariable_ThatFails_PlacesTheErrorInThisExpression()
    {
        var error = Compile("true && a == 1").Evaluate(new LazyActivation(_environment, ["1 / 0", "1"])).ErrorValue!;

        Assert.Equal((CelErrorCodes.DivideByZero, 8, 1), (error.Code, error.Span.Start, error.Span.Length));
    }

    [Fact]
    public void ResolveVariable_ThatThrows_IsAnErrorThatCanBeAbsorbed()
    {
        var activation = new ThrowingActivation();

        Assert.Equal(CelErrorCodes.HostFailure, Compile("a").Evaluate(activation).ErrorValue!.Code);
        Assert.True(Compile("a == 1 || true").Evaluate(activation).IsTrue);
    }

    [Theory]
    [InlineData("list.all(i, list.all(j, list.all(k, k >= 0)))")]
    [InlineData("list.map(i, list.map(j, list.map(k, k))) == [] || true")]
    [InlineData("list.exists(i, list.exists(j, list.exists(k, k < 0))) || true")]
    [InlineData("true || true ? list.map(i, list.map(j, list + list)) == [] || true : true")]
    public void Evaluate_OverTheCostLimit_IsAnErrorThatNothingAbsorbs(string source)
    {
        var activation = new CelVariables(_environment).SetObject("list", Enumerable.Range(0, 1_000).ToList());

        Assert.Equal(CelErrorCodes.CostExceeded, Compile(source).Evaluate(activation).ErrorValue!.Code);
        Assert.InRange(activation.CostUsed, 1, 200_000);
    }

    [Fact]
    public void Evaluate_LongBodyOfAComprehension_IsPaidForWithEveryStep()
    {
        var activation = new CelVariables(_environment).SetObject("list", Enumerable.Range(0, 1_000).ToList());
        var body = string.Concat(Enumerable.Repeat("i == -1 || ", 600)) + "true";

        Assert.Equal(CelErrorCodes.CostExceeded, Compile($"list.all(i, {body})").Evaluate(activation).ErrorValue!.Code);
    }

    [Fact]
    public void Evaluate_AfterAnExpensiveExpression_StartsAfreshUntilTheActivationIsUsedUp()
    {
        var activation = new CelVariables(_environment).SetObject("list", Enumerable.Range(0, 1_000).ToList());
        var expensive = Compile("list.all(i, list.all(j, j >= 0))");
        var cheap = Compile("size(list) == 1000");

        Assert.True(expensive.Evaluate(activation).IsError);
        Assert.True(cheap.Evaluate(activation).IsTrue);
        for (var i = 0; i < 20; i++)
        {
            Assert.True(expensive.Evaluate(activation).IsError);
        }

        Assert.Equal(CelErrorCodes.CostExceeded, cheap.Evaluate(activation).ErrorValue!.Code);
    }

    [Theory]
    [InlineData("a.startsWith('a') && a.endsWith('a') && size(a) == 1000000 && type(a) == string", "true")]
    [InlineData("list.all(i, {a: 1} == {} || true)", "error: cost_exceeded")]
    [InlineData("list.all(i, a.startsWith('b') || true)", "error: cost_exceeded")]
    [InlineData("list.all(i, a < a || true)", "error: cost_exceeded")]
    [InlineData("list.all(i, a in ['b'] || true)", "error: cost_exceeded")]
    [InlineData("list.all(i, a in {'b': 1} || true)", "error: cost_exceeded")]
    [InlineData("list.all(i, {'b': 1}[dyn(a)] == 1 || true)", "error: cost_exceeded")]
    [InlineData("a.contains('b')", "error: cost_exceeded")]
    public void Evaluate_OnLongText_ChargesForWhatItGoesThrough(string source, string expected) =>
        Assert.Equal(expected, Expressions.Run(_environment, source, variables => variables
            .Set("a", CelValue.FromString(new string('a', 1_000_000)))
            .SetObject("list", Enumerable.Range(0, 1_000).ToList())));

    [Fact]
    public void Evaluate_Cancelled_IsAnError()
    {
        using var source = new CancellationTokenSource();
        var activation = new CelVariables(_environment) { CancellationToken = source.Token };
        Assert.True(Compile("true").Evaluate(activation).IsTrue);

        source.Cancel();

        Assert.Equal(CelErrorCodes.Cancelled, Compile("true").Evaluate(activation).ErrorValue!.Code);
    }

    [Fact]
    public void Evaluate_CancelledWhileRunning_IsAnErrorThatNothingAbsorbs()
    {
        using var source = new CancellationTokenSource();
        var environment = _environment.Extend()
            .AddFunction(new CelFunction("cancel", CelOverload.Global(CelType.Bool, _ =>
            {
                source.Cancel();
                return CelValue.FromBool(false);
            })))
            .Build();
        var activation = new CelVariables(environment) { CancellationToken = source.Token };
        activation.SetObject("list", Enumerable.Range(0, 1_000).ToList());

        Assert.Equal(CelErrorCodes.Cancelled, environment.Compile("cancel() || list.all(i, i >= 0) || true").Program!.Evaluate(activation).ErrorValue!.Code);
    }

    [Theory]
    [InlineData("'0123456789'.replace('', '0123456789').replace('', '0123456789').replace('', '0123456789').replace('', '0123456789')")]
    [InlineData("[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(i, a).join()")]
    [InlineData("a + a + a + a")]
    public void Evaluate_TextOverItsLimit_IsAnError(string source)
    {
        var activation = new CelVariables(_environment).Set("a", CelValue.FromString(new string('a', 20_000)));

        Assert.Equal(CelErrorCodes.LimitExceeded, Compile(source).Evaluate(activation).ErrorValue!.Code);
    }

    [Theory]
    [InlineData("list + list + list")]
    [InlineData("list.map(i, i)")]
    public void Evaluate_ListOverItsLimit_IsAnError(string source)
    {
        var count = source.Contains('+') ? 4_000 : 10_001;
        var activation = new CelVariables(_environment).SetObject("list", Enumerable.Range(0, count).ToList());

        Assert.Equal(CelErrorCodes.LimitExceeded, Compile(source).Evaluate(activation).ErrorValue!.Code);
    }

    [Fact]
    public void Evaluate_PolicyCondition_AllocatesNothing()
    {
        var activation = new CelVariables(_environment)
            .SetObject("a", new Dictionary<string, object?> { ["amount"] = 750 })
            .SetObject("b", new Dictionary<string, object?> { ["role"] = "support" });
        var program = Compile("a.amount > 500 && !(b.role in [\"finance\"])");

        // The runtime itself may allocate while it compiles: what the evaluation allocates, it allocates in every round.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => AllocatedBy(program, activation)));
    }

    private static long AllocatedBy(CelProgram program, CelActivation activation)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            program.Evaluate(activation);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public void Evaluate_UnsetVariable_IsAnError() =>
        Assert.Equal(CelErrorCodes.UnboundVariable, Compile("a").Evaluate(new CelVariables(_environment)).ErrorValue!.Code);

    private static CelProgram Compile(string source) => _environment.Compile(source).Program!;

    private sealed class ThrowingActivation : CelActivation
    {
        protected override CelValue ResolveVariable(int slot) => throw new InvalidOperationException("the host fails");
    }

    /// <summary>Gives variables by evaluating expressions on itself, as hosts do with lazy variables.</summary>
    private sealed class LazyActivation(CelEnvironment environment, string[] sources) : CelActivation
    {
        protected override CelValue ResolveVariable(int slot) => environment.Compile(sources[slot]).Program!.Evaluate(this);
    }
}
