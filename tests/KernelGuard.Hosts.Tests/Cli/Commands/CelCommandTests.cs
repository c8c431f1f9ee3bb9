namespace KernelGuard.Hosts.Tests.Cli.Commands;

public sealed class CelCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1 + 2", "3\n")]
    [InlineData("'a' + 'b'", "\"ab\"\n")]
    [InlineData("amount > 500 && to.name == 'x'", "true\n")]
    [InlineData("tags.map(t, t + '!')", "[\"a!\", \"b!\"]\n")]
    [InlineData("'\\u202e'", "\"\\u202e\"\n")]
    public async Task Eval_Expression_PrintsItsValue(string source, string expected)
    {
        var input = _folder.Write("data.json", """{"amount": 750, "to": {"name": "x"}, "tags": ["a", "b"]}""");

        Assert.Equal(expected, (await CliCall.RunAsync("cel", "eval", source, "--input", input)).Expect(0).Output);
    }

    [Fact]
    public async Task Eval_InputFromStandardInput_IsRead() =>
        Assert.Equal("3\n", (await CliCall.RunAsync(["cel", "eval", "n + 1", "--input", "-"], """{"n": 2}""")).Expect(0).Output);

    [Fact]
    public async Task Eval_Trace_PrintsEveryPartAndTheValueLast()
    {
        var result = (await CliCall.RunAsync(["cel", "eval", "n > 1", "--input", "-", "--trace"], """{"n": 2}""")).Expect(0);

        Assert.Equal("n > 1 = true\nn = 2\ntrue\n", result.Output);
    }

    [Theory]
    [InlineData("amuont > 1", "did you mean `amount`?")]
    [InlineData("amount >", "syntax_error")]
    [InlineData("1 / 0", "divide_by_zero")]
    [InlineData("amount.x", "no_such_field")]
    public async Task Eval_ExpressionThatFails_IsAFinding(string source, string expected)
    {
        var result = (await CliCall.RunAsync(["cel", "eval", source, "--input", "-"], """{"amount": 2}""")).Expect(1);

        Assert.Empty(result.Output);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("{")]
    [InlineData("""{"a": 1, "a": 2}""")]
    [InlineData("""{"a-b": 1}""")]
    public async Task Eval_InputThatIsNoObjectOfVariables_CannotRun(string input) =>
        (await CliCall.RunAsync(["cel", "eval", "1", "--input", "-"], input)).Expect(2);

    [Fact]
    public async Task Eval_FileThatIsNotThere_CannotRun() =>
        (await CliCall.RunAsync("cel", "eval", "1", "--input", _folder["none.json"])).Expect(2);

    [Fact]
    public async Task Check_Schema_TypesTheVariables()
    {
        var schema = _folder.Write(
            "schema.json", """{"type": "object", "properties": {"amount": {"type": "number"}, "to": {"type": "string", "maxLength": 10}}}""");

        var result = (await CliCall.RunAsync("cel", "check", "amount > 500.0 && to == 'x'", "--schema", schema)).Expect(0);

        Assert.Equal("type: bool\ncost: at most 1\nreads: amount, to\n", result.Output);
        Assert.Contains(
            "does not take `double` and `string`",
            (await CliCall.RunAsync("cel", "check", "amount > '5'", "--schema", schema)).Expect(1).Error,
            StringComparison.Ordinal);
    }
}
