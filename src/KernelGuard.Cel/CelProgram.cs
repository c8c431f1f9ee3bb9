using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Evaluation;
using KernelGuard.Cel.Ranges;
using KernelGuard.Cel.Tracing;

namespace KernelGuard.Cel;

/// <summary>A compiled expression. Immutable and thread-safe.</summary>
public sealed class CelProgram
{
    private readonly CelEnvironment _environment;
    private readonly Node _root;
    private readonly int _localCount;

    internal CelProgram(CelEnvironment environment, string source, CelType resultType, Plan plan, long estimatedCost, IReadOnlyList<CelSpan> terms)
    {
        _environment = environment;
        EstimatedCost = estimatedCost;
        Source = source;
        Terms = terms;
        ResultType = resultType;
        ReferencedVariables = plan.ReferencedVariables;
        ReferencedPaths = plan.ReferencedPaths;
        TextComparisons = plan.TextComparisons;
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

    /// <summary>Gets the places where the expression compares a field of a variable with a text of its own.</summary>
    public IReadOnlyList<CelTextComparison> TextComparisons { get; }

    /// <summary>
    /// Gets the operands of the <c>&amp;&amp;</c> or <c>||</c> that the expression consists of, literals left out, as places in the source;
    /// none where it is no such expression. A trace gives what each of them came to.
    /// </summary>
    public IReadOnlyList<CelSpan> Terms { get; }

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

    /// <summary>
    /// Finds what the fields of one variable would have to be for the expression to be true or false, with everything else as it is. It is
    /// enough: where the fields that are given are changed so, and no others, the expression has that value. Never throws; as slow as
    /// <see cref="Explain"/>.
    /// </summary>
    /// <param name="activation">The values of the variables; of one environment with this program.</param>
    /// <param name="value">The value that is wanted.</param>
    /// <param name="variable">The name of the variable.</param>
    /// <param name="definitionOf">Gives what a field of another variable stands for, such as <c>limits.daily</c>, or null where it stands for
    /// itself. The programs are of one environment with this one.</param>
    /// <returns>The bounds, few rather than many; empty if the expression has that value already, null if no bounds are known to do that
    /// compare fields with constants. Constants are those of the expression and of definitions, and never data.</returns>
    public IReadOnlyList<CelBounds>? FindBounds(CelActivation activation, bool value, string variable, Func<string, CelProgram?> definitionOf)
    {
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentException.ThrowIfNullOrEmpty(variable);
        ArgumentNullException.ThrowIfNull(definitionOf);
        var root = PartsFor(activation).Root;
        var finder = new RequirementFinder(variable, new CelDefinitions(() => activation, definitionOf).Find);
        return root.Is(value) ? [] : BoundFinder.Find(finder.Find(root, value));
    }

    /// <summary>
    /// Finds the limits that fields of one variable cannot pass, alone or with something added, without the expression being true:
    /// <c>counters.spent + args.amount &gt; 1000.0</c> sets one of 1000. Never throws.
    /// </summary>
    /// <param name="variable">The name of the variable.</param>
    /// <param name="definitionOf">Gives what a field of another variable stands for, or null where it stands for itself. The programs are of
    /// one environment with this one.</param>
    /// <returns>The limits; those that are written in another way are not found.</returns>
    public IReadOnlyList<CelSumLimit> FindSumLimits(string variable, Func<string, CelProgram?> definitionOf)
    {
        ArgumentException.ThrowIfNullOrEmpty(variable);
        ArgumentNullException.ThrowIfNull(definitionOf);
        var nothing = new CelVariables(_environment);
        var finder = new SumLimitFinder(variable, path => definitionOf(path) is { } program ? (program.PartsFor(nothing), program.Source) : null);
        return [.. finder.Find(PartsFor(nothing).Root, Source)];
    }

    /// <summary>Gets the text of the expression.</summary>
    public override string ToString() => Source;

    internal ProgramParts PartsFor(CelActivation activation) => _environment.Parts(Source, activation);
}
