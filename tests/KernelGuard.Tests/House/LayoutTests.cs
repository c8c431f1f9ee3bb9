using Xunit;

namespace KernelGuard.Tests.House;

public sealed class LayoutTests
{
    private const int MaxFileLines = 400;
    private static readonly string[] Drawers = ["Core", "Utils", "Util", "Helpers", "Services", "Common", "Misc", "Internal", "Shared"];
    private static readonly string[] VagueEndings = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utilities", "Service", "Processor", "Base", "Impl", "Common"];

    [Fact]
    public void Folder_IsNamed_ForWhatItHolds() => Assert.DoesNotContain(
        Repository.Files("*.cs").SelectMany(file => file.Split('/')[..^1]), folder => Drawers.Contains(folder, StringComparer.OrdinalIgnoreCase));

    [Fact]
    public void Type_IsNamed_ForWhatItIs() => Assert.DoesNotContain(
        Repository.Files("*.cs", "src").Select(file => Path.GetFileNameWithoutExtension(file)),
        name => VagueEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)));

    [Fact]
    public void File_Stays_ShortEnoughToRead()
    {
        var tooLong = Repository.Files("*.cs").Select(file => (file, lines: Repository.Read(file).Count(c => c == '\n'))).Where(file => file.lines > MaxFileLines);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void BuildScript_IsSelfContained() => Assert.DoesNotContain(
        Repository.Read("build.cs").Split('\n'), line => line.StartsWith("#:package", StringComparison.Ordinal) || line.StartsWith("#:project", StringComparison.Ordinal));
}
