namespace KernelGuard.Hosts.Tests.Cli;

/// <summary>Finds files of the repository, and optional data beside it.</summary>
internal static class RepositoryFiles
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Optional test data beside the repository; the test is skipped where it is absent.</summary>
    public static string SharedData(string path)
    {
        var full = Path.Combine(Root, "..", "shared", path);
        if (!Path.Exists(full))
        {
            Assert.Skip($"the optional test data ../shared/{path} is absent");
        }

        return full;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "KernelGuard.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
