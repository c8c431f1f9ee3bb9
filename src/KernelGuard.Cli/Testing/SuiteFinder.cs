namespace KernelGuard.Cli.Testing;

/// <summary>Finds files of cases: they lie in the folder <c>tests</c> of the folder of policies that they test, where a guard reads nothing.</summary>
internal static class SuiteFinder
{
    private const string FolderName = "tests";
    private static readonly string[] Endings = [".cases.yaml", ".cases.yml", ".cases.json"];

    // Links are not followed: they could lead in a circle.
    private static readonly EnumerationOptions EveryFolder = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };

    /// <summary>Finds the suites of files and folders, each once.</summary>
    /// <param name="paths">Files of cases, and folders in which they are looked for at any depth.</param>
    /// <param name="policyPath">The policies that they test; null where they lie beside them.</param>
    /// <exception cref="CannotRunException">There are none.</exception>
    public static IReadOnlyList<TestSuite> Find(IEnumerable<string> paths, string? policyPath) =>
    [
        .. paths.SelectMany(path => CaseFilesIn(path, anywhere: policyPath is not null))
            .Distinct(StringComparer.Ordinal)
            .GroupBy(file => policyPath ?? PoliciesOf(file), StringComparer.Ordinal)
            .Select(group => new TestSuite(group.Key, [.. group])),
    ];

    /// <summary>Whether a file is named as files of cases are.</summary>
    public static bool IsCaseFile(string file) => Array.Exists(Endings, ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static List<string> CaseFilesIn(string path, bool anywhere)
    {
        if (!Directory.Exists(path))
        {
            return File.Exists(path) ? [path] : throw new CannotRunException($"`{path}`: no such file or folder");
        }

        var files = Directory.EnumerateFiles(path, "*", EveryFolder)
            .Where(IsCaseFile)
            .Where(file => anywhere || IsInTests(file))
            .Order(StringComparer.Ordinal)
            .ToList();
        return files.Count > 0
            ? files
            : throw new CannotRunException($"`{path}` holds no cases: they are files `*.cases.yaml` in the folder `{FolderName}` of a folder of policies");
    }

    private static bool IsInTests(string file) => Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) == FolderName;

    // Relative where the file was named so, which keeps messages short.
    private static string PoliciesOf(string file)
    {
        if (!IsInTests(file))
        {
            throw new CannotRunException($"`{file}` does not lie in the folder `{FolderName}` of a folder of policies: say with --policy what it tests");
        }

        var tests = Path.GetDirectoryName(file) ?? "";
        return Path.GetFileName(tests) != FolderName
            ? Path.Combine(tests, "..")
            : Path.GetDirectoryName(tests) is { Length: > 0 } folder ? folder : ".";
    }
}
