namespace KernelGuard.Cel.Diagnostics;

/// <summary>The codes of <see cref="CelDiagnostic"/>. A code is never given a second meaning.</summary>
public static class CelDiagnosticCodes
{
    /// <summary>The text is not an expression.</summary>
    public const string SyntaxError = "syntax_error";

    /// <summary>A literal is malformed or out of range.</summary>
    public const string InvalidLiteral = "invalid_literal";

    /// <summary>The arguments of a macro such as <c>has</c> or <c>all</c> have the wrong form.</summary>
    public const string InvalidMacro = "invalid_macro";

    /// <summary>A name is not declared.</summary>
    public const string Undeclared = "undeclared";

    /// <summary>A record has no field of that name.</summary>
    public const string NoSuchField = "no_such_field";

    /// <summary>A function or operator does not take operands of these types.</summary>
    public const string NoSuchOverload = "no_such_overload";

    /// <summary>The expression has another type than the one required.</summary>
    public const string WrongType = "wrong_type";

    /// <summary>The source, its nesting or its size is over a limit.</summary>
    public const string LimitExceeded = "limit_exceeded";

    /// <summary>Evaluating the expression could cost more than the limit.</summary>
    public const string CostExceeded = "cost_exceeded";

    /// <summary>The pattern of a regular expression is malformed or too large.</summary>
    public const string InvalidPattern = "invalid_pattern";

    /// <summary>The text is correct CEL, and this engine does not support that part of it.</summary>
    public const string NotSupported = "not_supported";
}
