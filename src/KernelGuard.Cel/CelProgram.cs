using KernelGuard.Cel.Evaluation;
using KernelGuard.Cel.Tracing;

namespace KernelGuard.Cel;

/// <summary>A compiled expression. Immutable and thread-safe.</summary>
public sealed class CelProgram
{
    private readonly CelEnvironment _environment;
    private readonly Node _root;
    private readonly int _localCount;

    internal CelProgram(CelEnvironment environment, string source, CelType resultType, Plan plan, long estimatedCost)
    {
        _environment = environment;
        EstimatedCost = estimatedCost;
        Source = source;
        ResultType = resultType;
        ReferencedVariables = plan.ReferencedVariables;
        ReferencedPaths = plan.ReferencedPaths;
        _root = plan.Root;
        _localCount = plan.LocalCount;
    }

    /// <summary>Gets the text of the expression.</summary>
    public string Source { get; }

    /// <summary>Gets the static type of the result.</summary>
    public CelType ResultType { get; }

    /// <summary>
    /// Gets the most that an evaluation can cost, in the units of <see cref="CelLimits.MaxCostPerExpression"/>, if the input keeps to its
    /// types and to <see cref="CelLimits.AssumedInputChars"/>.
    /// </summary>
    public long EstimatedCost { get; }

    /// <summary>Gets the names of the variables that the expression reads, sorted.</summary>
    public IReadOnlyList<string> ReferencedVariables { get; }

    /// <summary>
    /// Gets what the expression reads of its variables, sorted: the longest static paths, such as <c>args.amount</c>, or the variable
    /// itself.
    /// </summary>
    /// <remarks>A field that is not an identifier is written in back-quotes. Constant string indexes count as fields.</remarks>
    public IReadOnlyList<string> ReferencedPaths { get; }

    /// <summary>Evaluates the expression. Never throws.</summary>
    /// <param name="activation">The values of the variables; of one environment with this program.</param>
    /// <returns>The value, or the error in its place.</returns>
    public CelValue Evaluate(CelActivation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return activation.Run(_root, _localCount, _environment.Limits);
    }

    /// <summary>Evaluates the expression and keeps what every part of it came to. Never throws. Much slower than <see cref="Evaluate"/>,
    /// with the same value and the same cost.</summary>
    /// <param name="activation">The values of the variables; of one environment with this program.</param>
    public CelTrace Explain(CelActivation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return _environment.Trace(Source, activation);
    }

    /// <summary>
    /// Says the condition in plain words for people who do not know the language, such as <c>args.amount is over 500.0</c>; what has no words that
    /// mean exactly the same is shown as it is written, in back-quotes.
    /// </summary>
    public string ToWords() => _environment.ToWords(Source);

    /// <summary>Gets the text of the expression.</summary>
    public override string ToString() => Source;
}
