using System.Text;
using KernelGuard.Cli;
using KernelGuard.Cli.Formatting;

namespace KernelGuard.Hosts.Tests.Cli.Formatting;

[Trait("Requirement", "S4-57")]
public sealed class FormatterTests : IDisposable
{
    private const string Cases = "cases:\n- {name: a, call: {tool: X}, expect: {decision: allow}}\n";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Plan_LayoutThatChangesTheMeaning_IsRefused()
    {
        var path = _folder.Write("p.yaml", Policies.Permissive);
        var formatter = new Formatter(source => source.Text.Replace("effect: allow", "effect: deny", StringComparison.Ordinal));

        Assert.Equal($"`{path}` is not formatted: its digest would change", Assert.Throws<CannotRunException>(() => formatter.Plan([path])).Message);
    }

    [Fact]
    public void Plan_LayoutThatBreaksThePolicy_IsRefused()
    {
        var path = _folder.Write("p.yaml", Policies.Permissive);

        Assert.EndsWith("its digest would change", Assert.Throws<CannotRunException>(() => new Formatter(_ => "").Plan([path])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_TextThatCannotBeLaidOut_IsRefused()
    {
        var path = _folder.Write("p.yaml", Policies.Permissive);

        var error = Assert.Throws<CannotRunException>(() => new Formatter(_ => throw new LayoutException("it would say something else")).Plan([path]));

        Assert.Equal($"`{path}` is not formatted: it would say something else", error.Message);
    }

    [Fact]
    public void Plan_FileThatWouldBeTooLargeForAGuard_IsRefused()
    {
        var rules = string.Join(',', Enumerable.Range(0, 19_000).Select(i => $"{{id: rule-number-{i},tool: [Tool{i}],effect: allow}}"));
        var path = _folder.Write("p.yaml", $"kernelguard: 1\npolicy: p\nrules: [{rules}]\n");

        Assert.InRange(new FileInfo(path).Length, 900_000, 1_048_576);
        Assert.Contains("would be larger than 1048576 bytes", Assert.Throws<CannotRunException>(() => Plan(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_FileThatChangesMeanwhile_IsRefused()
    {
        var path = _folder.Write("p.yaml", Policies.Permissive);
        var formatter = new Formatter(source =>
        {
            File.AppendAllText(path, "# more\n");
            return source.Text;
        });

        Assert.EndsWith("somebody else writes it", Assert.Throws<CannotRunException>(() => formatter.Plan([path])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_Folder_HoldsSetsAndCasesAtAnyDepth()
    {
        _folder.Write("payments/b.yml", "\"kernelguard\": 1\npolicy: b\nrules:\n- {id: a, tool: X, effect: allow}");
        _folder.Write("payments/a.json", """{ "kernelguard":1,"policy":"a","rules":[{"id":"a","tool":"Y","effect":"allow"}]}""");
        _folder.Write("payments/tests/a.cases.yaml", Cases);
        _folder.Write("payments/tests/notes.yaml", "a:   1");
        _folder.Write("deep/er/p.yaml", Policies.Permissive);
        _folder.Write("package.json", """{ "dependencies": { "kernelguard": "1.0.0" } }""");

        var changes = Plan(_folder.Path);

        Assert.Equal(
            ["deep/er/p.yaml", "payments/a.json", "payments/b.yml", "payments/tests/a.cases.yaml"],
            changes.Select(change => Path.GetRelativePath(_folder.Path, change.Path).Replace('\\', '/')));
        Assert.Equal("cases:\n  - { name: a, call: { tool: X }, expect: { decision: allow } }\n", Encoding.UTF8.GetString(changes[^1].After));
    }

    [Fact]
    public void Plan_FilesThatNeedEachOther_AreReadAsOneSet()
    {
        _folder.Write("set.yaml", "kernelguard: 1\npolicy: first\nset: { policies: [first, permissive] }\nrules: []\n");
        _folder.Write("p.yaml", Policies.Permissive);

        Assert.Equal(2, Plan(_folder.Path).Count);
        Assert.Contains("`permissive` is not in the set", Assert.Throws<CannotRunException>(() => Plan(_folder["set.yaml"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_FileThatIsNamedTwice_IsThereOnce()
    {
        var path = _folder.Write("p.yaml", Policies.Permissive);
        File.CreateSymbolicLink(_folder["q.yaml"], path);

        Assert.Single(Plan(path, _folder["q.yaml"], Path.Combine(_folder.Path, ".", "p.yaml")));
    }

    [Fact]
    public void Plan_FolderWithoutPolicies_IsRefused() =>
        Assert.Equal($"`{_folder.Path}` holds neither policies nor cases", Assert.Throws<CannotRunException>(() => Plan(_folder.Path)).Message);

    private static IReadOnlyList<FileChange> Plan(params string[] paths) => new Formatter(Layout.Format).Plan(paths);
}
