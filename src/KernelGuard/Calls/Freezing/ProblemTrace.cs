namespace KernelGuard.Calls.Freezing;

/// <summary>A problem and its place. The place is collected while the readers return, so arguments without a problem pay nothing for it.</summary>
internal sealed class ProblemTrace
{
    private readonly List<PathStep> _steps = [];
    private string _finding = "";

    /// <summary>The kind of the problem.</summary>
    public CallProblemKind Kind { get; private set; }

    /// <summary>Notes the problem.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="finding">What is wrong and, after a colon, what to do; it follows the place in the message.</param>
    /// <returns>Always false, so that a reader can return it.</returns>
    public bool Fail(CallProblemKind kind, string finding)
    {
        _steps.Clear();
        Kind = kind;
        _finding = finding;
        return false;
    }

    /// <summary>Says that the problem is in the member of that key.</summary>
    public bool In(string key)
    {
        _steps.Add(new PathStep(key, 0));
        return false;
    }

    /// <summary>Says that the problem is in the list element of that index.</summary>
    public bool In(int index)
    {
        _steps.Add(new PathStep(null, index));
        return false;
    }

    /// <summary>The problem, placed under a root such as <c>args</c>.</summary>
    public CallProblem ToProblem(string root)
    {
        var path = PathStep.ToText(root, _steps);
        return new CallProblem(Kind, $"`{path}` {_finding}", path);
    }
}
