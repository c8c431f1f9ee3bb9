using KernelGuard.Cel;

namespace KernelGuard.Rules.Addresses;

/// <summary>A path as text: nothing is looked up. Immutable; equal if the canonical forms are.</summary>
/// <param name="Root">
/// Where the path starts, with a separator at the end: <c>/</c>, <c>c:/</c> or <c>//server/share/</c>; empty for a relative path.
/// </param>
/// <param name="Rest">The segments after the root, joined by <c>/</c>.</param>
internal sealed record TextPath(string Root, string Rest) : ICelOpaque
{
    public const string Name = "path";
    public const string CaseProblem = "the path differs in case alone: it is the same place where a file system ignores case";

    public string TypeName => Name;

    /// <summary>The form that all spellings of the path have in common.</summary>
    public string Canonical => Rest.Length > 0 ? Root + Rest : Root.StartsWith("//", StringComparison.Ordinal) ? Root[..^1] : Root.Length > 0 ? Root : ".";

    public string FileName => Rest[(Rest.LastIndexOf('/') + 1)..];

    /// <summary>The last segment from its last dot on, in lower case; empty if it has none.</summary>
    public string Extension => FileName.LastIndexOf('.') is >= 0 and var dot ? FileName[dot..].ToLowerInvariant() : "";

    /// <summary>Tells whether the path is a directory or in it, at any depth; null with a problem if text alone does not tell.</summary>
    public bool? IsUnder(TextPath directory, out string problem)
    {
        problem = RootProblem(directory.Root) ?? "";
        if (problem.Length > 0)
        {
            return null;
        }

        if (Root != directory.Root)
        {
            return false;
        }

        if (IsUnder(directory, StringComparison.Ordinal))
        {
            return true;
        }

        problem = IsUnder(directory, StringComparison.OrdinalIgnoreCase) ? CaseProblem : "";
        return problem.Length > 0 ? null : false;
    }

    /// <summary>What is wrong with comparing this path to one with another root; null if nothing is.</summary>
    public string? RootProblem(string root) => Root == root || (IsDrive(Root) && IsDrive(root)) ? null
        : Root.Length == 0 || root.Length == 0 ? "one path is relative and the other is not: text does not tell where it starts"
        : "the paths have different kinds of roots, which can lead to the same place";

    private bool IsUnder(TextPath directory, StringComparison comparison) => directory.Rest.Length == 0
        || (Rest.StartsWith(directory.Rest, comparison) && (Rest.Length == directory.Rest.Length || Rest[directory.Rest.Length] == '/'));

    private static bool IsDrive(string root) => root.Length == 3;
}
