using KernelGuard.Calls;
using KernelGuard.Calls.Freezing;
using KernelGuard.Tools.Results;
using Xunit;
using static KernelGuard.Tests.Tools.Results.SampleMakerTests;

namespace KernelGuard.Tests.Tools.Results;

public sealed class ResultShapeTests
{
    private const string Order = """
        {"type":"object","required":["id"],"properties":{
          "id":{"type":"string","minLength":1},
          "total":{"type":"number","minimum":0},
          "lines":{"type":"array","items":{"type":"object","properties":{"n":{"type":"integer"}},"additionalProperties":false}}}}
        """;

    [Theory]
    [InlineData("""{"id":"A-1"}""", null)]
    [InlineData("""{"id":"A-1","total":5,"other":[{"Id":1}]}""", null)]
    [InlineData("""{"Id":"A-1"}""", "`result.id` is missing: add it (string)")]
    [InlineData("""{"id":"A-1","total":"5"}""", "`result.total` has the type string: send number")]
    [InlineData("""{"id":"","total":5}""", "`result.id` has 0 characters: send at least 1")]
    [InlineData("""{"id":"A-1","lines":[{"n":1},{"n":1.5}]}""", "`result.lines[1].n` has the type number with a fraction: send integer")]
    [InlineData("""{"id":"A-1","lines":[{"n":1,"m":2}]}""", "`result.lines[0].m` is unknown to the tool: leave it out, or send `n`")]
    [InlineData("""[]""", "`result` has the type array: send object")]
    [InlineData("null", "`result` has the type null: send object")]
    public void FindProblem_Result_IsCheckedAsItIs(string result, string? expected) => Assert.Equal(expected, Shape(Order).FindProblem(Frozen(result)));

    [Fact]
    public void FindProblem_LargeResult_IsCheckedToTheEnd()
    {
        var numbers = Enumerable.Range(0, 50_000).Select(i => (object?)(long)i).ToArray();
        var shape = Shape("""{"type":"array","items":{"type":"integer"}}""");

        Assert.Null(shape.FindProblem(new FrozenList(numbers)));
        numbers[^1] = "x";
        Assert.Equal("`result[49999]` has the type string: send integer", shape.FindProblem(new FrozenList(numbers)));
    }

    [Theory]
    [InlineData("5", "`#`: a schema is an object, true or false")]
    [InlineData("""{"properties":{"a":{"type":"text"}}}""", "`#/properties/a`: there is no type `text`")]
    public void Compile_SchemaThatCannotBeUsed_IsAnError(string schema, string expected) =>
        Assert.Equal(expected, Assert.Single(ResultShape.Compile(ToolFixture.Json(schema), out _)).ToString());

    [Fact]
    public void Compile_ExampleThatCannotBeRead_CountsForNothing()
    {
        Assert.True(Shape("""{"type":"integer","examples":[1e400]}""").TryMake(out var value));
        Assert.Equal(0L, value);
    }

    [Fact]
    public async Task TryMake_InParallel_GivesOneValue()
    {
        var shape = Shape(Order);

        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => shape.TryMake(out var value) ? value : null)));

        Assert.All(made, value => Assert.True(FrozenEquality.Instance.Equals(made[0], value) && value is FrozenObject { Count: 3 }));
    }
}
