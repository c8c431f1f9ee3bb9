using KernelGuard.Policies;
using Xunit;

namespace KernelGuard.Tests.Policies.Reading;

[Trait("Requirement", "S1-09")]
public sealed class PolicyFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kernelguard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_File_HasNoFindings() => Assert.Empty(PolicyLoader.Load(Write("a.yaml", Named("a"))).Diagnostics);

    [Fact]
    public void Load_Folder_ReadsEveryExtensionInOrdinalOrder()
    {
        Write("b.yml", "b");
        Write("B.yaml", "B");
        Write("a.json", "a");
        Write("c.YAML", "c");

        var files = PolicyLoader.Load(_folder).Diagnostics.Select(d => Path.GetFileName(d.File));

        Assert.Equal(["B.yaml", "a.json", "b.yml", "c.YAML"], files);
    }

    [Fact]
    public void Load_Folder_LeavesOtherFilesAndSubfoldersAlone()
    {
        Write("a.yaml", Named("a"));
        Write("README.md", "no policy");
        Directory.CreateDirectory(Path.Combine(_folder, "drafts"));
        Write(Path.Combine("drafts", "b.yaml"), "broken: [");

        Assert.Empty(PolicyLoader.Load(_folder).Diagnostics);
    }

    [Fact]
    public void Load_SeveralPaths_MakeOneSet()
    {
        var result = PolicyLoader.Load(Write("a.yaml", Named("same")), Write("b.yaml", Named("same")));

        Assert.Equal(DiagnosticCodes.DuplicatePolicy, Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public void Load_MissingPath_IsAnError() => AssertFileError(Path.Combine(_folder, "none"), DiagnosticCodes.FileNotFound, "no such file or folder");

    [Fact]
    public void Load_EmptyFolder_IsAnError() => AssertFileError(_folder, DiagnosticCodes.NoPolicyFiles, "the folder holds no policy files");

    [Fact]
    public void Load_NoPath_IsAnError() =>
        Assert.Equal(DiagnosticCodes.NoPolicyFiles, Assert.Single(PolicyLoader.Load(Array.Empty<string>()).Diagnostics).Code);

    [Fact]
    public void Load_BytesThatAreNoUtf8_IsAnError()
    {
        var path = Path.Combine(_folder, "a.yaml");
        File.WriteAllBytes(path, [.. "policy: "u8, 0xFF, 0xC3]);

        AssertFileError(path, DiagnosticCodes.NotUtf8, "the file is not UTF-8");
    }

    [Fact]
    public void Load_Utf16_IsAnError()
    {
        var path = Path.Combine(_folder, "a.yaml");
        File.WriteAllText(path, Named("a"), System.Text.Encoding.Unicode);

        AssertFileError(path, DiagnosticCodes.NotUtf8, "the file is not UTF-8");
    }

    [Fact]
    public void Load_ByteOrderMark_IsDropped()
    {
        var path = Path.Combine(_folder, "a.yaml");
        File.WriteAllText(path, Named("a"), new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        Assert.Empty(PolicyLoader.Load(path).Diagnostics);
    }

    [Fact]
    public void Load_FileOverTheLimit_IsAnError()
    {
        var path = Write("a.yaml", new string('#', 1_048_577));

        AssertFileError(path, DiagnosticCodes.FileTooLarge, "the file is larger than 1048576 bytes");
    }

    [Fact]
    public void Load_FileAtTheLimit_IsRead()
    {
        var text = Named("a");
        var path = Write("a.yaml", text + new string('#', 1_048_576 - text.Length));

        Assert.Empty(PolicyLoader.Load(path).Diagnostics);
    }

    [Fact]
    public void Load_PathThatIsNoPath_IsAnError()
    {
        var result = PolicyLoader.Load("a\0b", "");

        Assert.Equal(2, result.Diagnostics.Count);
        Assert.All(result.Diagnostics, d => Assert.Equal(DiagnosticCodes.FileUnreadable, d.Code));
    }

    private static void AssertFileError(string path, string code, string message)
    {
        var result = PolicyLoader.Load(path);

        Assert.True(result.HasErrors);
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal((code, message, path), (diagnostic.Code, diagnostic.Message, diagnostic.File));
        Assert.Equal((0, 0, null), (diagnostic.Line, diagnostic.Column, diagnostic.SourceLine));
    }

    private static string Named(string policy) => $"kernelguard: 1\npolicy: {policy}\nrules: [{{ id: r, tool: X, effect: allow }}]\n";

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
