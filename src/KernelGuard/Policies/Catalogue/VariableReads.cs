using KernelGuard.Rules;

namespace KernelGuard.Policies.Catalogue;

/// <summary>Which variables of a document read arguments, directly or through each other.</summary>
internal sealed class VariableReads
{
    private readonly PolicyScope _scope;

    // Of each variable: those that it needs to be typed and that follow from arguments, itself last; empty where it reads none.
    private readonly int[][] _needs;

    public VariableReads(PolicyScope scope)
    {
        _scope = scope;
        _needs = new int[scope.Names.Length][];
        for (var i = 0; i < _needs.Length; i++)
        {
            var paths = scope.Programs[i].ReferencedPaths;
            var before = Of(paths);
            _needs[i] = before.Count > 0 || paths.Any(IsArgument) ? [.. before, i] : [];
        }
    }

    /// <summary>Whether a path is of an argument, or of a variable that follows from one.</summary>
    public bool FollowsFromArguments(string path) => IsArgument(path) || (IndexOf(path) is var index and >= 0 && _needs[index].Length > 0);

    /// <summary>The variables that follow from arguments and are needed to read paths, in the order of the document.</summary>
    public IReadOnlyList<int> Of(IEnumerable<string> paths) =>
        [.. paths.Select(IndexOf).Where(index => index >= 0).SelectMany(index => _needs[index]).Distinct().Order()];

    /// <summary>The variables that a variable itself needs.</summary>
    public IReadOnlyList<int> Before(int variable) => _needs[variable][..^1];

    private static bool IsArgument(string path) => path.Split('.')[0] == "args";

    private int IndexOf(string path) => path.Split('.') is ["vars", var name, ..] ? _scope.Names.IndexOf(name) : -1;
}
