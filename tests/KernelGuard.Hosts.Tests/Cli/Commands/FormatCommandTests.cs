using System.Text;

namespace KernelGuard.Hosts.Tests.Cli.Commands;

[Trait("Requirement", "S4-57")]
public sealed class FormatCommandTests : IDisposable
{
    private const string Messy = "\uFEFFkernelguard:  1   # version\r\npolicy: permissive\r\n\r\n\r\nrules:\r\n-  id: all\r\n   tool: '*'\r\n   effect: allow";
    private const string Tidy = "kernelguard: 1 # version\npolicy: permissive\n\nrules:\n  - id: all\n    tool: '*'\n    effect: allow\n";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Format_File_IsWrittenOnce()
    {
        var path = _folder.Write("p.yaml", Messy);

        var first = (await CliCall.RunAsync("format", path)).Expect(0);
        var second = (await CliCall.RunAsync("format", path)).Expect(0);

        Assert.Equal($"formatted: {path}\nfiles: 1; formatted: 1\n", first.Output);
        Assert.Equal("files: 1; formatted: 0\n", second.Output);
        Assert.Equal(Tidy, Encoding.UTF8.GetString(await ReadAsync(path)));
    }

    [Fact]
    public async Task Format_File_HasTheDigestOfBefore()
    {
        var path = _folder.Write("p.yaml", Messy);
        var before = await DigestAsync(path);

        (await CliCall.RunAsync("format", path)).Expect(0);

        Assert.Equal(before, await DigestAsync(path));
    }

    [Fact]
    public async Task Check_FileThatWouldChange_IsNamedAndNotWritten()
    {
        var (messy, tidy) = (_folder.Write("a/p.yaml", Messy), _folder.Write("b/p.yaml", Tidy));

        var result = (await CliCall.RunAsync("format", "--check", messy, tidy)).Expect(1);

        Assert.Equal($"not formatted: {messy}\nfiles: 2; not formatted: 1\n", result.Output);
        Assert.Equal(Encoding.UTF8.GetBytes(Messy), await ReadAsync(messy));
    }

    [Fact]
    public async Task Check_NothingToDo_IsFine() =>
        Assert.Equal("files: 1; not formatted: 0\n", (await CliCall.RunAsync("format", _folder.Write("p.yaml", Tidy), "--check")).Expect(0).Output);

    [Theory]
    [InlineData("broken/p.yaml", "kernelguard: 1\npolicy: p\nrules:\n- { id: a, tool: X, efect: allow }\n", "did you mean `effect`?")]
    [InlineData("broken/p.yaml", "kernelguard: 1\npolicy: [p\n", "yaml_syntax")]
    [InlineData("tests/p.cases.yaml", "cases:\n- { name: a, cal: { tool: X } }\n", "did you mean `call`?")]
    public async Task Format_FileThatDoesNotLoad_CannotRunAndTouchesNoFile(string name, string text, string message)
    {
        var (broken, messy) = (_folder.Write(name, text), _folder.Write("p.yaml", Messy));

        var result = (await CliCall.RunAsync("format", messy, broken)).Expect(2);

        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Equal(Encoding.UTF8.GetBytes(text), await ReadAsync(broken));
        Assert.Equal(Encoding.UTF8.GetBytes(Messy), await ReadAsync(messy));
    }

    [Fact]
    public async Task Format_SeveralBrokenSets_AreAllReported()
    {
        var (one, other) = (_folder.Write("a/p.yaml", "kernelguard: 1\nx: 1\n"), _folder.Write("b/p.yaml", "kernelguard: 1\ny: 1\n"));

        var error = (await CliCall.RunAsync("format", one, other, _folder["missing"])).Expect(2).Error;

        Assert.All(["unknown key `x`", "unknown key `y`", "no such file or folder"], message => Assert.Contains(message, error, StringComparison.Ordinal));
    }

    private static async Task<string?> DigestAsync(string path) =>
        (await CliCall.RunAsync("check", path, "--json")).Expect(0).Json.GetProperty("policy_digest").GetString();

    private static Task<byte[]> ReadAsync(string path) => File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
}
