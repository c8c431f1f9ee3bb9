namespace KernelGuard.Tests.House;

/// <summary>The working tree that the tests were built from. Paths are relative to its root and use slashes.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts", ".git", ".vs", ".idea", ".vscode"];

    public static string Root { get; } = FindRoot();

    public static string FullPath(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(FullPath(path)).ReplaceLineEndings("\n");

    public static bool Exists(string path) => Path.Exists(FullPath(path));

    public static IEnumerable<string> Files(string pattern, string folder = "") =>
        FilesBelow(new DirectoryInfo(FullPath(folder)), pattern)
            .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<FileInfo> FilesBelow(DirectoryInfo folder, string pattern) =>
        folder.EnumerateFiles(pattern).Concat(folder.EnumerateDirectories()
            .Where(child => !NotOurs.Contains(child.Name))
            .SelectMany(child => FilesBelow(child, pattern)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KernelGuard.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"no KernelGuard.sln above `{AppContext.BaseDirectory}`");
    }
}
