using KernelGuard.Cel.Tests.Vectors;
using KernelGuard.Cel.Tracing;
using Xunit;

namespace KernelGuard.Cel.Tests.Tracing;

public sealed class CelTraceTests
{
    private static readonly CelEnvironment _environment =
        CelEnvironment.CreateBuilder().AddVariable("args", CelType.Dyn).AddVariable("agent", CelType.Dyn).Build();

    [Fact]
    public void Explain_Condition_GivesTheValueOfEveryPart()
    {
        var trace = Explain("args.amount > 500 && !(agent.role in ['finance'])");

        Assert.Equal(
            [
                "args.amount > 500 && !(agent.role in ['finance']) = true",
                "args.amount > 500 = true",
                "args.amount = 750",
                "args = {\"amount\": 750, \"to\": \"a@b.c\", \"items\": [1, 200]}",
                "!(agent.role in ['finance']) = true",
                "agent.role in ['finance'] = false",
                "agent.role = \"support\"",
                "agent = {\"role\": \"support\"}",
                "['finance'] = [\"finance\"]",
            ],
            trace.Steps.Select(step => $"{step.Text} = {step.Value}"));
    }

    [Theory]
    [InlineData("args.amount > 500 && agent.role == 'finance'", "agent.role == 'finance'")]
    [InlineData("args.amount > 500 || agent.role == 'finance'", "args.amount > 500")]
    [InlineData("args.amount > 900 || agent.role == 'finance'", "args.amount > 900; agent.role == 'finance'")]
    [InlineData("!(args.amount > 500)", "args.amount > 500")]
    [InlineData("args.amount > 500 ? agent.role == 'x' : true", "args.amount > 500; agent.role == 'x'")]
    [InlineData("args.items.exists(i, i > 100 && i < 300)", "i > 100; i < 300")]
    [InlineData("args.items.all(i, i > 0)", "args.items.all(i, i > 0)")]
    [InlineData("cel.bind(a, args.amount, a > 500)", "a > 500")]
    [InlineData("has(args.note)", "has(args.note)")]
    [InlineData("args.note == 'a' || args.amount > 900", "args.note")]
    [InlineData("1 / 0 > args.amount", "1 / 0")]
    public void Deciding_Condition_IsWhatMadeItSo(string source, string expected) =>
        Assert.Equal(expected, string.Join("; ", Explain(source).Deciding.Select(step => step.Text)));

    [Theory]
    [InlineData("args.amount > 500", false, "args.amount <= 500")]
    [InlineData("args.amount <= 500", true, "args.amount <= 500")]
    [InlineData("500 >= args.amount", true, "500 >= args.amount")]
    [InlineData("args.amount > 500 && !(agent.role in ['finance'])", false, "args.amount <= 500 | agent.role in [\"finance\"]")]
    [InlineData("args.amount <= 500 && agent.role == 'finance'", true, "args.amount <= 500 & agent.role == \"finance\"")]
    [InlineData("(args.amount <= 500 || agent.role == 'x') && (args.to == 'y' || args.amount < 10)", true,
        "args.amount <= 500 & args.to == \"y\" | args.amount <= 500 & args.amount < 10 | agent.role == \"x\" & args.to == \"y\" | agent.role == \"x\" & args.amount < 10")]
    [InlineData("args.amount < args.items[1]", true, "args.amount < 200")]
    [InlineData("args.to.endsWith('@example.com')", true, "args.to.endsWith('@example.com')")]
    [InlineData("args.to.startsWith('a')", false, "!args.to.startsWith('a')")]
    [InlineData("args.amount in [750]", false, "!(args.amount in [750])")]
    [InlineData("args.note == 'a'", true, "has(args.note) & args.note == \"a\"")]
    [InlineData("args.amount > 500 ? agent.role == 'x' : true", true, "agent.role == \"x\"")]
    [InlineData("args.amount > 500", true, "")]
    public void WaysTo_Value_AreTheBoundsThatWouldPass(string source, bool wanted, string expected) =>
        Assert.Equal(expected, string.Join(" | ", Explain(source).WaysTo(wanted).Select(way => string.Join(" & ", way))));

    [Fact]
    public void WaysTo_ManyAlternatives_AreBounded()
    {
        var either = string.Join(" || ", Enumerable.Range(0, 9).Select(i => $"args.amount == {i}"));

        Assert.Equal(8, Explain(string.Join(" && ", Enumerable.Repeat($"({either})", 9))).WaysTo(true).Count);
    }

    [Theory]
    [InlineData("language")]
    [InlineData("numbers")]
    [InlineData("text")]
    [InlineData("extensions")]
    public void Explain_Vector_HasTheValueAndTheCostOfItsEvaluation(string file)
    {
        foreach (var (source, _) in VectorTests.Read(file))
        {
            if (Expressions.Standard.Compile(source).Program is { } program)
            {
                var (plain, traced) = (new CelVariables(Expressions.Standard), new CelVariables(Expressions.Standard));
                Assert.Equal(program.Evaluate(plain).ToString(), program.Explain(traced).Value.ToString());
                Assert.Equal(plain.CostUsed, traced.CostUsed);
            }
        }
    }

    private static CelTrace Explain(string source)
    {
        var compilation = _environment.Compile(source);
        Assert.Empty(compilation.Diagnostics);
        return compilation.Program!.Explain(new CelVariables(_environment)
            .SetObject("args", new Dictionary<string, object?> { ["amount"] = 750, ["to"] = "a@b.c", ["items"] = new object[] { 1, 200 } })
            .SetObject("agent", new Dictionary<string, object?> { ["role"] = "support" }));
    }
}
