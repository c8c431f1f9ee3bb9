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
        var text = Repository.Read("docs/cel.md");

        Assert.All(FunctionTable.For(CelExtensions.All).Names, name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
        Assert.All(
            Enum.GetNames<CelExtensions>().Except(["None", "All"]),
            name => Assert.Contains($"| {name} |", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Examples_Run_ComeToTheirValues()
    {
        var examples = Repository.Read("docs/cel.md").Split('\n').Select(line => line.Split(Arrow)).Where(parts => parts.Length == 2 && !parts[0].StartsWith('`')).ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples.Where(parts => !parts[0].Contains('`', StringComparison.Ordinal)), parts => Assert.Equal(parts[1], Expressions.Run(parts[0])));
    }
}
