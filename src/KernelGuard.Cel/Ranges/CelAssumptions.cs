using System.Collections.Immutable;

namespace KernelGuard.Cel.Ranges;

/// <summary>
/// What conditions of one decision came to, and what follows for the values that they read: to find conditions that contradict each other, themselves,
/// or what is known of their input. Immutable.
/// </summary>
/// <remarks>
/// It knows comparisons of places with constants, <c>in</c> a constant list, <c>has</c>, <c>int</c>, <c>double</c> and <c>size</c> of places, and the logical operators.
/// Everything else may come to anything, so what it calls impossible is impossible. It works without data, and its work is bounded.
/// </remarks>
public sealed class CelAssumptions
{
    private readonly ImmutableArray<Way> _ways;

    private CelAssumptions(ImmutableArray<Way> ways) => _ways = ways;

    /// <summary>Gets whether not all that was assumed can be.</summary>
    public bool AreImpossible => _ways.IsEmpty;

    /// <summary>Assumes nothing but what is known of the input.</summary>
    /// <param name="rangeOf">Gives which values a path, such as <c>args.amount</c>, can have; null where nothing is known of it.</param>
    public static CelAssumptions Of(Func<string, CelRange?> rangeOf)
    {
        ArgumentNullException.ThrowIfNull(rangeOf);
        return new([new Way(rangeOf, ImmutableDictionary<Place, CelRange>.Empty)]);
    }

    /// <summary>Assumes that a condition has a value too. An error is no value.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="value">Its value.</param>
    public CelAssumptions Assume(CelPremise condition, bool value)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new(new AssumptionRun(condition.Definitions).Assume(condition.Root, value, _ways));
    }

    /// <summary>
    /// Finds the comparisons of an expression, outside of macros over elements, that can never be true, and those of equality that can never be false because
    /// their constant is no value that the place can have.
    /// </summary>
    /// <param name="expression">The expression.</param>
    public IReadOnlyList<CelImpossibility> FindImpossible(CelPremise expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return [.. _ways.Take(1).SelectMany(way => ImpossibilityFinder.Find(expression.Root, way, expression.Definitions))];
    }
}
