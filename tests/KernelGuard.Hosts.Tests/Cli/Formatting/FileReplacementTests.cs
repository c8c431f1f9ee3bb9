using System.Text;
using KernelGuard.Cli;
using KernelGuard.Cli.Formatting;
using KernelGuard.Policies;

namespace KernelGuard.Hosts.Tests.Cli.Formatting;

[Trait("Requirement", "S4-57")]
public sealed class FileReplacementTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_File_HoldsTheNewTextAndNothingElseIsLeft()
    {
        var path = _folder.Write("p.yaml", "old");

        FileReplacement.Write(Change(path, "old", "new"));

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.UserExecute)]
    public void Write_ModeOfTheFile_Stays(UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes");
        var path = _folder.Write("p.yaml", "old");
#pragma warning disable CA1416 // Skipped on Windows.
        File.SetUnixFileMode(path, mode);

        FileReplacement.Write(Change(path, "old", "new"));

        Assert.Equal(mode, File.GetUnixFileMode(path));
#pragma warning restore CA1416
    }

    [Fact]
    public void Write_Link_StaysOneAndItsFileChanges()
    {
        var file = _folder.Write("versions/1/p.yaml", "old");
        File.CreateSymbolicLink(_folder["current.yaml"], "versions/1/p.yaml");
        File.CreateSymbolicLink(_folder["p.yaml"], _folder["current.yaml"]);

        FileReplacement.Write(Change(_folder["p.yaml"], "old", "new"));

        Assert.Equal("new", File.ReadAllText(file));
        Assert.Equal(_folder["current.yaml"], new FileInfo(_folder["p.yaml"]).LinkTarget);
        Assert.Equal("versions/1/p.yaml", new FileInfo(_folder["current.yaml"]).LinkTarget);
    }

    [Fact]
    public void Write_ReadOnlyFile_IsRefused()
    {
        var path = _folder.Write("p.yaml", "old");
        File.SetAttributes(path, FileAttributes.ReadOnly);

        var error = Assert.Throws<CannotRunException>(() => FileReplacement.Write(Change(path, "old", "new")));
        File.SetAttributes(path, FileAttributes.Normal);

        Assert.Equal($"cannot write `{path}`: it is read-only", error.Message);
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void Write_FileThatSomebodyElseChanged_IsRefused()
    {
        var path = _folder.Write("p.yaml", "newer");

        var error = Assert.Throws<CannotRunException>(() => FileReplacement.Write(Change(path, "old", "new")));

        Assert.Equal($"cannot write `{path}`: somebody else changed it", error.Message);
        Assert.Equal("newer", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_FileThatIsGone_IsRefused() =>
        Assert.StartsWith("cannot write `", Assert.Throws<CannotRunException>(() => FileReplacement.Write(Change(_folder["p.yaml"], "old", "new"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Write_RemainsOfAKilledProcess_AreReplacedAndNoGuardReadsThem()
    {
        var path = _folder.Write("p.yaml", Policies.Permissive);
        _folder.Write($".p.yaml.{Environment.ProcessId}.tmp", "half a fi");

        Assert.NotNull(PolicyLoader.Load(_folder.Path).Set);
        FileReplacement.Write(Change(path, Policies.Permissive, "new"));

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Write_WhileOthersRead_NobodySeesHalfAFile()
    {
        var (one, other) = (new string('1', 100_000), new string('2', 100_000));
        var path = _folder.Write("p.yaml", one);
        using var isDone = new CancellationTokenSource();
        var reader = Task.Run(
            () =>
            {
                var seen = new HashSet<string>();
                do
                {
                    seen.Add(File.ReadAllText(path));
                }
                while (!isDone.IsCancellationRequested);

                return seen;
            },
            TestContext.Current.CancellationToken);

        for (var i = 0; i < 100; i++)
        {
            FileReplacement.Write(i % 2 == 0 ? Change(path, one, other) : Change(path, other, one));
        }

        await isDone.CancelAsync();
        Assert.Subset(new HashSet<string> { one, other }, await reader);
    }

    private static FileChange Change(string path, string before, string after) => new(path, Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after));
}
