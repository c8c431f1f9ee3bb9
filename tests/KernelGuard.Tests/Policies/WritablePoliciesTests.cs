using KernelGuard.Policies;
using KernelGuard.Tests.Root;
using Xunit;

namespace KernelGuard.Tests.Policies;

public sealed class WritablePoliciesTests
{
    private const string Policy = "kernelguard: 1\npolicy: p\nrules: [{ id: a, tool: Read, effect: allow }]";

    [Fact]
    public void Find_WritableFolderOrFile_NamesItAndLeavesNothingBehind()
    {
        using var folder = new PolicyFolder(Policy);
        var file = Path.Combine(folder.Path, "policy0.yaml");
        var before = (File.GetLastWriteTimeUtc(file), Directory.GetLastWriteTimeUtc(folder.Path));

        Assert.Equal(OperatingSystem.IsWindows() ? file : folder.Path, WritablePolicies.Find(folder.Path));
        Assert.Equal(OperatingSystem.IsWindows() ? file : folder.Path, WritablePolicies.Find(file));

        Assert.Equal(before, (File.GetLastWriteTimeUtc(file), Directory.GetLastWriteTimeUtc(folder.Path)));
        Assert.Equal([file], Directory.GetFiles(folder.Path));
        Assert.Equal(Policy, File.ReadAllText(file));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserExecute, UnixFileMode.UserRead, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserExecute, UnixFileMode.UserRead | UnixFileMode.UserWrite, true)]
    public void Find_ReadOnlyFolder_DependsOnItsFiles(UnixFileMode folderMode, UnixFileMode fileMode, bool isFound)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such modes there");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "whoever is root can write everything");
        using var folder = new PolicyFolder(Policy);
        var file = Path.Combine(folder.Path, "policy0.yaml");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, fileMode);
            File.SetUnixFileMode(folder.Path, folderMode);
            var found = WritablePolicies.Find(folder.Path);
            File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

            Assert.Equal(isFound ? file : null, found);
        }
    }

    [Fact]
    public void Find_NothingThere_IsNothing() => Assert.Null(WritablePolicies.Find(Path.Combine(Path.GetTempPath(), "kernelguard-none", "none")));
}
