using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Cli.CallLines;

namespace KernelGuard.Hosts.Tests.Cli.CallLines;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("\n", new[] { "" })]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\n", new[] { "a" })]
    [InlineData("a\n\nb", new[] { "a", "", "b" })]
    [InlineData("a\r\nb\r\n", new[] { "a\r", "b\r" })]
    [InlineData("\uFEFFa\n\uFEFFb", new[] { "a", "\uFEFFb" })]
    public async Task ReadAsync_Text_GivesLines(string text, string[] expected) =>
        Assert.Equal(expected, (await ReadAllAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)))).Select(line => line.Text));

    [Fact]
    public async Task ReadAsync_SmallPieces_GivesSameLines()
    {
        var text = string.Concat(Enumerable.Range(0, 50).Select(i => new string('x', i * 997) + "\n"));
        var lines = await ReadAllAsync(new DribblingStream(Encoding.UTF8.GetBytes(text), piece: 13));

        Assert.Equal(text.Split('\n')[..^1], lines.Select(line => line.Text));
        Assert.Equal(Enumerable.Range(1, 50).Select(i => (long)i), lines.Select(line => line.Number));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task ReadAsync_LineTooLong_SaysSoAndGoesOn(int piece)
    {
        var text = $"ok\n{new string('x', 200_000)}\n{new string('y', 100_000)}\nlast";
        var lines = await ReadAllAsync(new DribblingStream(Encoding.UTF8.GetBytes(text), piece), maxLineBytes: 100_000);

        Assert.Equal([false, true, false, false], lines.Select(line => line.IsTooLong));
        Assert.Equal("last", lines[3].Text);
        Assert.Equal(100_000, lines[2].Text.Length);
    }

    [Fact]
    public async Task ReadAsync_LastLineTooLong_IsReported()
    {
        var lines = await ReadAllAsync(new DribblingStream(Encoding.UTF8.GetBytes(new string('x', 300_000)), 4_096), maxLineBytes: 10);

        Assert.True(Assert.Single(lines).IsTooLong);
    }

    [Fact]
    public void ReadAsync_AnyLinesInAnyPieces_EqualsSplit() => Prop.ForAll<NonEmptyArray<byte>, PositiveInt>((content, piece) =>
    {
        // A small alphabet makes line ends and long lines likely.
        var text = string.Concat(content.Get.Select(b => "ab\n"[b % 3]));
        var lines = ReadAllAsync(new DribblingStream(Encoding.UTF8.GetBytes(text), piece.Get), maxLineBytes: 4).GetAwaiter().GetResult();
        var expected = text.EndsWith('\n') ? text.Split('\n')[..^1] : text.Split('\n');

        return expected.SequenceEqual(lines.Zip(expected, (line, e) => line.IsTooLong && e.Length > 4 ? e : line.Text)) && lines.Count == expected.Length;
    }).QuickCheckThrowOnFailure();

    private static async Task<List<(long Number, string Text, bool IsTooLong)>> ReadAllAsync(Stream input, int maxLineBytes = LineReader.DefaultMaxLineBytes)
    {
        var reader = new LineReader(input, maxLineBytes);
        var lines = new List<(long, string, bool)>();
        while (await reader.ReadAsync(CancellationToken.None) is { } line)
        {
            lines.Add((line.Number, Encoding.UTF8.GetString(line.Bytes.Span), line.IsTooLong));
        }

        return lines;
    }
}
