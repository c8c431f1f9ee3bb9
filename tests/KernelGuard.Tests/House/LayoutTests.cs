using Xunit;

namespace KernelGuard.Tests.House;

public sealed class LayoutTests
{
    private const int MaxFileLines = 400;
    private static readonly string[] Drawers = ["Core", "Utils", "Util", "Helpers", "Services", "Common", "Misc", "Internal", "Shared"];
    private static readonly string[] VagueEndings = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utilities", "Service", "Processor", "Base", "Impl", "Common"];

    [Fact]
    public void Folder_IsNamed_ForWhatItHolds()
    {
        var inDrawers = Repository.Files("*.cs").Where(file => file.Split('/')[..^1].Intersect(Drawers, StringComparer.OrdinalIgnoreCase).Any());

        Assert.Empty(inDrawers);
    }

    [Fact]
    public void Type_IsNamed_ForWhatItIs()
    {
        var vague = Repository.Files("*.cs", "src").Where(file => VagueEndings.Any(ending => file.EndsWith($"{ending}.cs", StringComparison.Ordinal)));

        Assert.Empty(vague);
    }

    [Fact]
    public void File_Stays_ShortEnoughToRead()
    {
        var tooLong = Repository.Files("*.cs").Select(file => (file, lines: Repository.Read(file).Count(c => c == '\n'))).Where(file => file.lines > MaxFileLines);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void BuildScript_IsSelfContained() =>
        Assert.DoesNotMatch(@"(?m)^#:(package|project|sdk)", Repository.Read("build.cs"));
}
