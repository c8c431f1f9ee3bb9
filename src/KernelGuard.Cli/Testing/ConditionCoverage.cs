using KernelGuard.Cel;
using KernelGuard.Rules;

namespace KernelGuard.Cli.Testing;

/// <summary>What cases reach of the operands of one condition, if it is an <c>&amp;&amp;</c> or <c>||</c>: each of them true, and false.</summary>
/// <param name="condition">The condition; null where there is none.</param>
/// <param name="scope">What its document shares.</param>
internal sealed class ConditionCoverage(CelProgram? condition, PolicyScope scope)
{
    private readonly bool[] _isTrue = new bool[condition?.Terms.Count ?? 0];
    private readonly bool[] _isFalse = new bool[condition?.Terms.Count ?? 0];

    /// <summary>What there is to reach.</summary>
    public IEnumerable<(bool IsReached, string Missing)> Points
    {
        get
        {
            for (var i = 0; i < _isTrue.Length; i++)
            {
                var (start, length) = condition!.Terms[i];
                var text = condition.Source.Substring(start, length);
                yield return (_isTrue[i], $"`{text}` never true");
                yield return (_isFalse[i], $"`{text}` never false");
            }
        }
    }

    /// <summary>Notes what the operands come to for a call.</summary>
    public void Note(DecisionActivation activation)
    {
        if (!_isTrue.Contains(false) && !_isFalse.Contains(false))
        {
            return;
        }

        activation.Enter(scope);
        var steps = condition!.Explain(activation).Steps;
        for (var i = 0; i < _isTrue.Length; i++)
        {
            var value = steps.FirstOrDefault(step => step.Span == condition.Terms[i])?.Value;
            _isTrue[i] |= value is { IsTrue: true };
            _isFalse[i] |= value is { Kind: CelKind.Bool, IsTrue: false };
        }
    }
}
