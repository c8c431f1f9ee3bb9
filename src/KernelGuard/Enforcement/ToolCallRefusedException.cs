namespace KernelGuard.Enforcement;

/// <summary>A call was refused, and the caller asked for a type that cannot carry the refusal. The tool did not run.</summary>
/// <remarks>Where the caller's type can carry it, a refusal is a value and never an exception.</remarks>
public sealed class ToolCallRefusedException : Exception
{
    /// <summary>Creates an exception without a refusal.</summary>
    public ToolCallRefusedException()
    {
    }

    /// <summary>Creates an exception without a refusal.</summary>
    /// <param name="message">What was refused and why.</param>
    public ToolCallRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception without a refusal.</summary>
    /// <param name="message">What was refused and why.</param>
    /// <param name="innerException">The cause.</param>
    public ToolCallRefusedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception for a refusal. Its message is the refusal's JSON, so that a framework that shows a model the message shows the refusal.</summary>
    /// <param name="refusal">The refusal.</param>
    public ToolCallRefusedException(ToolCallRefusal refusal)
        : base(refusal?.ToJson()) =>
        Refusal = refusal;

    /// <summary>What was refused and why; null where only the message says so.</summary>
    public ToolCallRefusal? Refusal { get; }
}
