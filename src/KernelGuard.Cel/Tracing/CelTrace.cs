using KernelGuard.Cel.Checking;
using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Tracing;

/// <summary>An evaluation with the value of every part, for people who are to see why it came out as it did. Immutable.</summary>
public sealed class CelTrace
{
    private readonly Explainer _explainer;
    private readonly Expr _root;

    internal CelTrace(string source, ParsedExpression parsed, CheckResult check, CelValue?[] values, CelValue value)
    {
        _root = parsed.Root;
        _explainer = new Explainer(source, check, values);
        Value = value;
        Steps = _explainer.Steps(_root);
        Deciding = _explainer.Deciding(_root);
    }

    /// <summary>Gets the value of the expression, or the error in its place.</summary>
    public CelValue Value { get; }

    /// <summary>Gets the parts that were evaluated, except literals, in the order of the source, a whole before its parts.</summary>
    public IReadOnlyList<CelTraceStep> Steps { get; }

    /// <summary>
    /// Gets the smallest parts that decided: comparisons, calls and the like, without the logical operators around them. If the value is an
    /// error, the parts that failed.
    /// </summary>
    public IReadOnlyList<CelTraceStep> Deciding { get; }

    /// <summary>
    /// Gives what would have to hold for the expression to be true or false, as far as it does not hold already: ways of which one is
    /// enough, each a list of conditions of which all are needed, such as <c>args.amount &lt;= 500</c>.
    /// </summary>
    /// <param name="value">The value that is wanted.</param>
    /// <returns>The ways, a bounded number of them; none if the expression has that value already. What the source compares with is
    /// given as its value, so a condition may hold data of the call.</returns>
    public IReadOnlyList<IReadOnlyList<string>> WaysTo(bool value) => _explainer.WaysTo(_root, value);
}
