using System.Text.Json;
using Xunit;

namespace KernelGuard.Cel.Tests.Values;

public sealed class JsonMapTests
{
    [Theory]
    [InlineData("x.a", "2")]
    [InlineData("x.ab", "3")]
    [InlineData("x.list[0] + x.list[0]", "8")]
    [InlineData("x.inner.b", "5")]
    [InlineData("has(x.a) && !has(x.q) && !('q' in x)", "true")]
    [InlineData("x.q", "error: no_such_field")]
    public void TryGet_FewOrManyProperties_FindsTheSame(string source, string expected)
    {
        const string Properties = """ "a": 1, "a": 2, "\u0061b": 3, "list": [4], "inner": {"b": 5} """;
        var more = string.Concat(Enumerable.Range(0, 10).Select(i => $", \"more{i}\": {i}"));
        foreach (var json in (string[])[$"{{{Properties}}}", $"{{{Properties}{more}}}"])
        {
            using var document = JsonDocument.Parse(json);

            Assert.Equal(expected, Expressions.Run(Expressions.Standard, source, variables => variables.SetObject("x", document.RootElement)));
        }
    }
}
