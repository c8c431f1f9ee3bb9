namespace KernelGuard.Cel;

/// <summary>The bounds of compilation and evaluation. Exceeding one is a diagnostic or an error, never a crash. Immutable.</summary>
public sealed record CelLimits
{
    private const int MaxNestingBound = 200;

    /// <summary>Gets the default limits.</summary>
    public static CelLimits Default { get; } = new();

    /// <summary>Gets the longest source.</summary>
    /// <value>In UTF-16 units. The default is 8,192.</value>
    public int MaxSourceChars { get; init; } = 8_192;

    /// <summary>Gets how deeply expressions may be nested, and the data that is compared or written.</summary>
    /// <value>The default is 64. Must be at most 200, which is what the stack of a small thread holds.</value>
    public int MaxNesting { get; init; } = 64;

    /// <summary>Gets the largest number of syntax nodes, after macros are expanded.</summary>
    /// <value>The default is 2,000.</value>
    public int MaxNodes { get; init; } = 2_000;

    /// <summary>Gets how deeply comprehensions such as <c>all</c> and <c>map</c> may be nested.</summary>
    /// <value>The default is 3.</value>
    public int MaxComprehensionNesting { get; init; } = 3;

    /// <summary>Gets the work that one evaluation of one program may do.</summary>
    /// <value>One unit is a step of a comprehension, a call of a function, or about ten units of text. The default is 100,000.</value>
    public int MaxCostPerExpression { get; init; } = 100_000;

    /// <summary>Gets the work that all evaluations on one activation may do together.</summary>
    /// <value>The default is 1,000,000.</value>
    public int MaxCostPerActivation { get; init; } = 1_000_000;

    /// <summary>Gets the longest string (in UTF-16 units) or byte sequence that an expression may build.</summary>
    /// <value>The default is 65,536.</value>
    public int MaxStringChars { get; init; } = 65_536;

    /// <summary>Gets the longest list that an expression may build.</summary>
    /// <value>The default is 10,000.</value>
    public int MaxListElements { get; init; } = 10_000;

    /// <summary>Gets the highest cost that a compiled expression may be estimated to have, in the units of
    /// <see cref="MaxCostPerExpression"/>.</summary>
    /// <value>The default is no limit: evaluation counts what is really done and stops there.</value>
    /// <remarks>The estimate takes the sizes that types allow, see <see cref="CelType.WithMaxSize"/>, and
    /// <see cref="AssumedInputChars"/> where they allow any.</remarks>
    public long MaxEstimatedCost { get; init; } = long.MaxValue;

    /// <summary>Gets how large the estimate of cost assumes the input to be, as characters of JSON.</summary>
    /// <value>The default is 1,048,576. The host is to refuse larger input.</value>
    public int AssumedInputChars { get; init; } = 1_048_576;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MaxEstimatedCost);
        ArgumentOutOfRangeException.ThrowIfNegative(AssumedInputChars);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxSourceChars);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxNesting);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxNesting, MaxNestingBound);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxNodes);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxComprehensionNesting);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxCostPerExpression);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxCostPerActivation);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxStringChars);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxListElements);
    }
}
