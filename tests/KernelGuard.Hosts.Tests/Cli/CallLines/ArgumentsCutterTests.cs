using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Cli.CallLines;

namespace KernelGuard.Hosts.Tests.Cli.CallLines;

public sealed class ArgumentsCutterTests
{
    [Theory]
    [InlineData("""{"args":{}}""", "{}")]
    [InlineData("""{ "tool" : "t" , "args" : { "a" : 1 } , "id" : "x" }""", """{ "a" : 1 }""")]
    [InlineData("""{"args":{"a":NaN},"id":"x"}""", """{"a":NaN}""")]
    [InlineData("""{"args":{"a":"}\"]{"},"id":"x"}""", """{"a":"}\"]{"}""")]
    [InlineData("""{"args":{"a":1} trailing, "id":"x"}""", """{"a":1} trailing""")]
    [InlineData("""{"args":{"a":[1},"id":"x"}""", """{"a":[1}""")]
    [InlineData("""{"args":null}""", "null")]
    [InlineData("""{"args":[1,2],"id":"x"}""", "[1,2]")]
    [InlineData("""{"args":"text, with } in it"}""", "\"text, with } in it\"")]
    [InlineData("""{"\u0061rgs":{"a":1}}""", """{"a":1}""")]
    [InlineData("""{"result":{"args":{"a":1}}}""", null)]
    [InlineData("""{"result":"\",\"args\":{}","tool":"t"}""", null)]
    [InlineData("""{"args":{"a":1""", null)]
    [InlineData("""{"args":,"id":"x"}""", null)]
    [InlineData("""{"args"}""", null)]
    [InlineData("""[{"args":{}}]""", null)]
    [InlineData("", null)]
    public void Cut_Line_GivesTextOfArguments(string line, string? expected) => Assert.Equal(expected, Cut(line, out _));

    [Theory]
    [InlineData("""{"args":{"a":NaN},"id":"x"}""")]
    [InlineData("""{"id":"x","args":{"a":[1}}""")]
    [InlineData("""{"args":{"a":"\ud800"},"args":[,],"id":"x"}""")]
    public void Cut_BrokenArguments_LeavesReadableLine(string line)
    {
        Cut(line, out var rest);

        Assert.Equal("x", JsonDocument.Parse(rest).RootElement.GetProperty("id").GetString());
    }

    [Fact]
    public void Cut_DeepArguments_DoesNotRecurse()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":[", 500_000)) + string.Concat(Enumerable.Repeat("]}", 500_000));

        Assert.Equal(deep, Cut($$"""{"args":{{deep}},"id":"x"}""", out _));
    }

    [Fact]
    public void Cut_AnyBytes_NeverThrowsAndKeepsLength() => Prop.ForAll<byte[]>(content =>
    {
        var line = Encoding.UTF8.GetBytes(string.Concat(content.Select(b => "{}[]:,\"\\ ax"[b % 11])));
        var before = line.Length;
        _ = new ArgumentsCutter(line).Cut();
        return line.Length == before;
    }).QuickCheckThrowOnFailure();

    private static string? Cut(string line, out string rest)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        var arguments = new ArgumentsCutter(bytes).Cut();
        rest = Encoding.UTF8.GetString(bytes);
        return arguments;
    }
}
