using Xunit;

namespace KernelGuard.Cel.Tests.Vectors;

public sealed class VectorTests(ITestOutputHelper output)
{
    private const string Arrow = " ==> ";
    private static readonly string[] _files = ["language", "numbers", "text", "time", "extensions"];

    [Theory]
    [InlineData("language")]
    [InlineData("numbers")]
    [InlineData("text")]
    [InlineData("time")]
    [InlineData("extensions")]
    public void Vectors_OfFile_ComeToTheirValues(string file)
    {
        var vectors = Read(file);
        var failures = vectors
            .Select(vector => (vector.Source, vector.Expected, Actual: Expressions.Run(vector.Source)))
            .Where(vector => vector.Actual != vector.Expected)
            .Select(vector => $"{vector.Source}\n  is {vector.Actual}\n not {vector.Expected}")
            .ToList();

        output.WriteLine($"{file}: {vectors.Count - failures.Count} of {vectors.Count} passed");
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.NotEmpty(vectors);
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Vectors_InAnyCulture_ComeToTheSameValues(string culture)
    {
        using var _ = Cultures.Use(culture);
        foreach (var (source, expected) in _files.SelectMany(Read))
        {
            Assert.True(Expressions.Run(source) == expected, source);
        }
    }

    /// <summary>Reads the vectors of a file; an expression may go over several lines.</summary>
    internal static IReadOnlyList<(string Source, string Expected)> Read(string file)
    {
        var vectors = new List<(string, string)>();
        var source = "";
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Vectors", file + ".txt")))
        {
            if (source.Length == 0 && line.StartsWith('#'))
            {
                continue;
            }

            source += source.Length == 0 ? line : "\n" + line;
            if (source.LastIndexOf(Arrow, StringComparison.Ordinal) is var arrow and >= 0)
            {
                vectors.Add((source[..arrow], source[(arrow + Arrow.Length)..]));
                source = "";
            }
        }

        return vectors;
    }
}
