using System.Text.RegularExpressions;
using KernelGuard.Cli.Testing;
using KernelGuard.Policies.Reading;

namespace KernelGuard.Cli.Formatting;

/// <summary>Finds what is to be formatted: files, and in folders at any depth the folders that hold policies, and files of cases.</summary>
internal static partial class FormatTargets
{
    // Links are not followed: they could lead in a circle.
    private static readonly EnumerationOptions EveryFolder = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    /// <summary>Finds files of cases, and files and folders of policies, each of which is a set.</summary>
    /// <param name="path">A file or folder.</param>
    /// <exception cref="CannotRunException">There is nothing.</exception>
    public static IReadOnlyList<string> Find(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        var targets = Directory.EnumerateDirectories(path, "*", EveryFolder).Order(StringComparer.Ordinal).Prepend(path).SelectMany(FindIn).ToList();
        return targets.Count > 0 ? targets : throw new CannotRunException($"`{path}` holds neither policies nor cases");
    }

    private static IEnumerable<string> FindIn(string folder)
    {
        var files = PolicyFiles.Find(folder);
        return files.Any(IsPolicy) ? [folder] : files.Where(SuiteFinder.IsCaseFile);
    }

    private static bool IsPolicy(string file) => PolicyFiles.Read(file, new DiagnosticBag()) is [var source] && Version().IsMatch(source.Text);

    [GeneratedRegex("""^[ \t{]*(["']?)kernelguard\1[ \t]*:[ \t]*1[ \t]*([,}#\n]|\z)""", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
