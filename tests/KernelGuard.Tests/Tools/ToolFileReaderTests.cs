using System.Text;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Tools;
using Xunit;

namespace KernelGuard.Tests.Tools;

public sealed class ToolFileReaderTests
{
    [Fact]
    public void Read_GoodFile_GivesTools()
    {
        var file = Read("\uFEFF" + """
            [
              {"name":"A","description":"first","parameters":{"type":"object"}},
              {"name":"B","parameters":null},
              {"name":"C","description":null,"returns":{"type":"string"}}
            ]
            """);
        Assert.Empty(file.Errors);
        Assert.Equal(["A", "B", "C"], file.Tools.Select(tool => tool.Name));
        Assert.Equal(["first", "", ""], file.Tools.Select(tool => tool.Description));
        Assert.Equal([true, false, false], file.Tools.Select(tool => tool.Parameters is not null));
        Assert.Equal([false, false, true], file.Tools.Select(tool => tool.Returns is not null));
    }

    [Fact]
    public void Read_ManyErrors_ReportsAllWithTheirPlaces()
    {
        var file = Read("""
            [
              {"name":"good"},
              {"name":5,"description":5,"parameters":5,"returns":[]},
              7, {"name":"x","inputSchema":{}},
              {"name":"x","parametres":{}},
              {"name":"y","name":"z"},
              {"name":""},
              {"name":"\ud800"}
            ]
            """);
        Assert.Equal("good", Assert.Single(file.Tools).Name);
        Assert.Equal(
            [(3, 3), (3, 3), (3, 3), (3, 3), (4, 3), (4, 6), (5, 3), (6, 3), (7, 3), (8, 3)],
            file.Errors.Select(error => (error.Line, error.Column)));
        Assert.Contains(file.Errors, error => error.Message == "unknown key `parametres`: did you mean `parameters`?");
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{}", 1, 1)]
    [InlineData("[\n  {\"name\":\"x\",}\n]", 2, 15)]
    [InlineData("[] x", 1, 4)]
    [InlineData("[{\"name\":\"x\"}", 1, 14)]
    public void Read_NoArrayOfJson_IsAnErrorWithItsPlace(string text, int line, int column)
    {
        var error = Assert.Single(Read(text).Errors);
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Fact]
    public void Read_DeepFile_IsAnErrorNotACrash() => Assert.NotEmpty(Read(new string('[', 1_000_000)).Errors);

    [Fact]
    public void Read_AnyBytes_NeverThrows() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => ToolFileReader.Read(bytes).Errors.Length > 0).QuickCheckThrowOnFailure();

    private static ToolFile Read(string text) => ToolFileReader.Read(Encoding.UTF8.GetBytes(text));
}
