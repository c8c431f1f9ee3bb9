using KernelGuard.Cel.Library;
using Xunit;

namespace KernelGuard.Cel.Tests;

/// <summary>What docs/cel.md says is so.</summary>
public sealed class DocumentationTests
{
    private const string Arrow = " ==> ";

    [Fact]
    public void Functions_OfTheEngine_AreAllInTheTable()
    {
        var text = Read();

        Assert.All(FunctionTable.For(CelExtensions.All).Names, name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
        Assert.All(
            Enum.GetNames<CelExtensions>().Except(["None", "All"]),
            name => Assert.Contains($"| {name} |", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Examples_Run_ComeToTheirValues()
    {
        var examples = Read().Split('\n').Select(line => line.Split(Arrow)).Where(parts => parts.Length == 2 && !parts[0].StartsWith('`')).ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples.Where(parts => !parts[0].Contains('`', StringComparison.Ordinal)), parts => Assert.Equal(parts[1], Expressions.Run(parts[0])));
    }

    private static string Read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "KernelGuard.sln")))
        {
            folder = folder.Parent!;
        }

        return File.ReadAllText(Path.Combine(folder.FullName, "docs", "cel.md"));
    }
}
