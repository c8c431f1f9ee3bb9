using Xunit;

namespace KernelGuard.Cel.Tests.Evaluation;

public sealed class TextComparisonTests
{
    private static readonly CelEnvironment Environment = CelEnvironment.CreateBuilder().AddVariable("tool", CelType.Dyn).Build();

    [Theory]
    [InlineData("tool.risk == 'a'", "tool.risk 'a'")]
    [InlineData("!('a' != tool.risk)", "tool.risk 'a'")]
    [InlineData("tool['risk'] == 'a' || tool.risk in ['b', tool.name, 1]", "tool.risk 'a'; tool.risk 'b'")]
    [InlineData("'a' in tool.tags", "tool.tags has 'a'")]
    [InlineData("tool.tags.exists(t, t == 'a') && tool.name == tool.risk && 'a' == 'b'", "")]
    public void TextComparisons_AreOfFieldsWithTextsOfTheExpression(string source, string expected)
    {
        var program = Environment.Compile(source).Program!;

        Assert.Equal(expected, string.Join("; ", program.TextComparisons.Select(c => $"{c.Path} {(c.IsElement ? "has " : "")}{c.Span.Of(source)}")));
    }
}
