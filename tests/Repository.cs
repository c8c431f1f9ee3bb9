namespace KernelGuard.Tests;

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

    /// <summary>The program of a sample. It is built with the tests, so it lies where they do: bin/configuration/framework.</summary>
    public static string SampleProgram(string folder, string assembly)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return FullPath($"samples/{folder}/bin/{own.Parent!.Name}/{own.Name}/{assembly}.dll");
    }

    /// <summary>The full path of optional data beside the repository, named from <c>../shared</c> on; null where it is absent.</summary>
    public static string? FindSharedData(string path) => Path.GetFullPath(FullPath($"../shared/{path}")) is var full && Path.Exists(full) ? full : null;

    /// <summary>The full path of optional data beside the repository; the test is skipped where it is absent.</summary>
    public static string SharedData(string path)
    {
        var full = FindSharedData(path);
        Xunit.Assert.SkipWhen(full is null, $"the optional test data ../shared/{path} is absent");
        return full;
    }

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
