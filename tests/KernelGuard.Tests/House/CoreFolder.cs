using System.Text.RegularExpressions;

namespace KernelGuard.Tests.House;

/// <summary>The folders of src/KernelGuard, which of the others each may use, and which it does use.</summary>
/// <remarks>What is allowed is read from the table in docs/architecture.md, so that text and test cannot differ.</remarks>
internal static partial class CoreFolder
{
    public const string Cel = "Cel";
    private const string Source = "src/KernelGuard";

    /// <summary>What each folder may use, itself left out.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Allowed { get; } =
        TableRow().Matches(Repository.Read("docs/architecture.md")).ToDictionary(
            row => row.Groups["folder"].Value,
            IReadOnlyList<string> (row) => [.. row.Groups["uses"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            StringComparer.Ordinal);

    /// <summary>The folders that hold source.</summary>
    public static IEnumerable<string> Present => Repository.Files("*.cs", Source).Select(FolderOf).Where(folder => folder.Length > 0).Distinct();

    /// <summary>What the source of one folder uses, with the file that does, as <c>Tools (src/KernelGuard/Rules/X.cs)</c>.</summary>
    public static IEnumerable<string> UsesNotAllowed(string folder)
    {
        var known = Allowed.Keys.Append(Cel).ToHashSet(StringComparer.Ordinal);
        var rootTypes = TypesIn("");
        foreach (var file in Repository.Files("*.cs", $"{Source}/{folder}"))
        {
            var code = CSharpText.CodeOnly(Repository.Read(file));
            var used = Namespaces(code, known).Append(CSharpText.Identifiers(code).Overlaps(rootTypes) ? "the root" : folder);
            foreach (var other in used.Distinct().Where(other => other != folder && !Allowed[folder].Contains(other)))
            {
                yield return $"{other} ({file})";
            }
        }
    }

    /// <summary>The folders whose namespaces code names: by a using, in full, or from the root namespace on.</summary>
    internal static IEnumerable<string> Namespaces(string code, IReadOnlySet<string> known) =>
        QualifiedName().Matches(code)
            .Where(match => known.Contains(match.Groups["folder"].Value))
            .Where(match => match.Groups["full"].Success || TypesIn(match.Groups["folder"].Value).Contains(match.Groups["type"].Value))
            .Select(match => match.Groups["folder"].Value);

    private static HashSet<string> TypesIn(string folder) =>
        Repository.Files("*.cs", folder == Cel ? "src/KernelGuard.Cel" : Source)
            .Where(file => folder == Cel || FolderOf(file) == folder)
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .ToHashSet(StringComparer.Ordinal);

    private static string FolderOf(string file) => file.Split('/') is [_, _, var folder, _, ..] ? folder : "";

    [GeneratedRegex(@"^\| `(?<folder>\w+)/` \|[^|]*\| (?<uses>[\w, ]*?) *\|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"(?<![\w.])(?<full>(global::)?KernelGuard\.)?(?<folder>[A-Z]\w*)(?=[.;])\.?(?<type>\w*)")]
    private static partial Regex QualifiedName();
}
