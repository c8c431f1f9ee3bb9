using KernelGuard.Cel.Evaluation;

namespace KernelGuard.Cel;

/// <summary>What the variables of expressions stand for, and how much work may be done, during one decision.</summary>
/// <remarks>
/// <para>Not thread-safe. Derive from it to give variables on demand; <see cref="CelVariables"/> holds them ready-made.</para>
/// <para><see cref="ResolveVariable"/> may evaluate another program on the same activation, to a bounded depth.</para>
/// </remarks>
public abstract class CelActivation
{
    private const int MaxEvaluationDepth = 16;
    private const int CancellationInterval = 100;
    private const int FirstStackSize = 8;
    private CelValue[] _stack = [];
    private int _top;
    private int _frame;
    private int _depth;
    private long _expressionCost;
    private long _expressionLimit;
    private int _untilCancellationCheck = CancellationInterval;
    private CelError? _abort;
    private bool _isOver;

    /// <summary>Creates an activation.</summary>
    /// <param name="limits">The limits for all evaluations together; the default limits if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of its own range.</exception>
    protected CelActivation(CelLimits? limits = null)
    {
        Limits = limits ?? CelLimits.Default;
        Limits.Validate();
    }

    /// <summary>
    /// Gets or sets what stops evaluations. It is looked at when an evaluation starts and once every hundred units of work.
    /// </summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>Gets the work done so far, in the units of <see cref="CelLimits.MaxCostPerExpression"/>.</summary>
    public long CostUsed { get; private set; }

    /// <summary>Gets the limits for what expressions build and for all evaluations together.</summary>
    public CelLimits Limits { get; }

    internal CelValue AbortValue => CelValue.Error(_abort!);

    /// <summary>Gives the value of a variable.</summary>
    /// <param name="slot">The variable's index in the order of declaration, see <see cref="CelEnvironment.TryGetSlot"/>.</param>
    /// <returns>The value; an error value if there is none.</returns>
    protected abstract CelValue ResolveVariable(int slot);

    internal CelValue Variable(int slot)
    {
        try
        {
            return ResolveVariable(slot);
        }
#pragma warning disable CA1031 // An expression never throws: whatever fails in the host is an error value.
        catch (Exception)
#pragma warning restore CA1031
        {
            return HostCall.Failure("a variable of the host failed");
        }
    }

    internal CelValue Run(Node root, int localCount, CelLimits limits)
    {
        if (_depth >= MaxEvaluationDepth || !System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return CelValue.Error(CelErrorCodes.LimitExceeded, "evaluations are nested too deeply");
        }

        if (_isOver || IsCancelled())
        {
            return AbortValue;
        }

        var (frame, top, cost, limit, abort) = (_frame, _top, _expressionCost, _expressionLimit, _abort);
        (_frame, _expressionCost, _expressionLimit, _abort) = (_top, 0, limits.MaxCostPerExpression, null);
        _depth++;
        Grow(localCount);
        var result = HostCall.Evaluate(root, this);
        if (_abort is { } reason)
        {
            result = CelValue.Error(reason);
        }

        if (_top > top)
        {
            Array.Clear(_stack, top, _top - top);
        }

        _depth--;
        (_frame, _top, _expressionCost, _expressionLimit) = (frame, top, cost, limit);
        if (!_isOver)
        {
            _abort = abort;
        }

        return result;
    }

    internal CelValue Local(int index) => _stack[_frame + index];

    internal void SetLocal(int index, in CelValue value) => _stack[_frame + index] = value;

    /// <summary>Pushes an argument of a call; returns the index for <see cref="Arguments"/> of the first one.</summary>
    internal void Push(in CelValue value)
    {
        if (_top == _stack.Length)
        {
            Array.Resize(ref _stack, Math.Max(FirstStackSize, _stack.Length * 2));
        }

        _stack[_top++] = value;
    }

    internal ReadOnlySpan<CelValue> Arguments(int count) => _stack.AsSpan(_top - count, count);

    internal void Pop(int count)
    {
        _top -= count;
        Array.Clear(_stack, _top, count);
    }

    /// <summary>
    /// Charges for work; false if that is too much or the evaluation is cancelled, which the whole expression then results in.
    /// </summary>
    internal bool Charge(int cost)
    {
        CostUsed += cost;
        _expressionCost += cost;
        if (_expressionCost > _expressionLimit || CostUsed > Limits.MaxCostPerActivation)
        {
            _isOver |= CostUsed > Limits.MaxCostPerActivation;
            _abort ??= new CelError(CelErrorCodes.CostExceeded, "the evaluation takes more work than its limit");
            return false;
        }

        _untilCancellationCheck -= cost;
        if (_untilCancellationCheck > 0)
        {
            return _abort is null;
        }

        _untilCancellationCheck = CancellationInterval;
        return !IsCancelled() && _abort is null;
    }

    /// <summary>Charges for text that is gone through, one unit for about ten characters.</summary>
    internal bool ChargeText(int length) => length < 10 || Charge(length / 10);

    /// <summary>Charges for a value that comes from the host: long text is looked through once, fast, when it is made a value.</summary>
    internal bool ChargeRead(in CelValue value) =>
        value.Kind != CelKind.String || value.RawString.Length < 1_000 || Charge(value.RawString.Length / 1_000);

    /// <summary>Charges for a value that is gone through, if it is text.</summary>
    internal bool ChargeText(in CelValue value) => value.Kind switch
    {
        CelKind.String => ChargeText(value.RawString.Length),
        CelKind.Bytes => ChargeText(value.RawBytes.Length),
        _ => true,
    };

    private bool IsCancelled()
    {
        if (!CancellationToken.IsCancellationRequested)
        {
            return false;
        }

        _isOver = true;
        _abort ??= new CelError(CelErrorCodes.Cancelled, "the evaluation was cancelled");
        return true;
    }

    private void Grow(int count)
    {
        if (_top + count > _stack.Length)
        {
            Array.Resize(ref _stack, Math.Max(Math.Max(FirstStackSize, _stack.Length * 2), _top + count));
        }

        _top += count;
    }
}
