using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel;

/// <summary>Why an evaluation has no value. Errors are values in CEL; this engine throws none. Immutable.</summary>
public sealed class CelError
{
    /// <summary>Creates an error.</summary>
    /// <param name="code">A stable code; the known ones are in <see cref="CelErrorCodes"/>.</param>
    /// <param name="message">What went wrong: lower case, one line, no final period.</param>
    /// <param name="span">The part of the expression that failed; empty if it is not known yet.</param>
    public CelError(string code, string message, CelSpan span = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentNullException.ThrowIfNull(message);
        Code = code;
        Message = message;
        Span = span;
    }

    /// <summary>Gets the stable code.</summary>
    public string Code { get; }

    /// <summary>Gets what went wrong.</summary>
    public string Message { get; }

    /// <summary>Gets the part of the expression that failed; empty if the error did not arise in an expression.</summary>
    public CelSpan Span { get; }

    /// <summary>Gets code and message.</summary>
    public override string ToString() => $"{Code}: {Message}";

    internal CelError At(CelSpan span) => new(Code, Message, span);
}
