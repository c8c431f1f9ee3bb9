namespace KernelGuard.Cel;

/// <summary>The codes of <see cref="CelError"/>. A code is never given a second meaning.</summary>
public static class CelErrorCodes
{
    /// <summary>A map or record has no such field or key.</summary>
    public const string NoSuchField = "no_such_field";

    /// <summary>A function or operator does not take operands of these kinds.</summary>
    public const string NoSuchOverload = "no_such_overload";

    /// <summary>A number, time or size is outside its range.</summary>
    public const string Overflow = "overflow";

    /// <summary>An integer was divided by zero.</summary>
    public const string DivideByZero = "divide_by_zero";

    /// <summary>An operand has the right type and no meaning, such as a malformed date.</summary>
    public const string InvalidArgument = "invalid_argument";

    /// <summary>An index is outside its list.</summary>
    public const string OutOfRange = "out_of_range";

    /// <summary>A map literal has the same key twice.</summary>
    public const string DuplicateKey = "duplicate_key";

    /// <summary>A variable has no value.</summary>
    public const string UnboundVariable = "unbound_variable";

    /// <summary>The evaluation did more work than its limit.</summary>
    public const string CostExceeded = "cost_exceeded";

    /// <summary>Data or calls are nested more deeply than the limit, or a result is larger than the limit.</summary>
    public const string LimitExceeded = "limit_exceeded";

    /// <summary>The evaluation was cancelled.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The host has a value that expressions cannot read.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>Code of the host failed.</summary>
    public const string HostFailure = "host_failure";
}
