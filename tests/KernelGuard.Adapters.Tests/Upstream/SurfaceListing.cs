using System.Text.RegularExpressions;

namespace KernelGuard.Adapters.Tests.Upstream;

/// <summary>The public members of a real library, one type after the other, as a listing beside the repository has them.</summary>
internal sealed partial class SurfaceListing
{
    private readonly Dictionary<string, HashSet<string>> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);

    private SurfaceListing(IEnumerable<string> lines)
    {
        HashSet<string> members = [];
        foreach (var line in lines.Select(line => Tags().Replace(line, string.Empty)))
        {
            if (line.StartsWith(' '))
            {
                members.Add(line.Trim());
                continue;
            }

            _types.Add(line.Trim());
            _members[line[..line.IndexOf(" : ", StringComparison.Ordinal)]] = members = [];
        }
    }

    /// <summary>The listing for an assembly; null where it is not at hand.</summary>
    public static SurfaceListing? Find(string assembly) =>
        Repository.FindSharedData($"upstream/surface/{assembly}.txt") is { } file ? new SurfaceListing(File.ReadAllLines(file)) : null;

    public bool HasType(string declaration) => _types.Contains(declaration);

    /// <summary>Whether a type has a member; a property may have fewer accessors than the listed one.</summary>
    public bool HasMember(string type, string member) =>
        _members.TryGetValue(type, out var members)
        && (members.Contains(member) || members.Contains(member.Replace("{ get; }", "{ get; set; }", StringComparison.Ordinal)));

    [GeneratedRegex(@"( \[(EXP \w+|OBSOLETE)\])+\s*$")]
    private static partial Regex Tags();
}
