namespace KernelGuard.Evidence;

/// <summary>A ledger cannot be opened, or cannot take records. The guard turns it into the refusal <c>evidence_unavailable</c>.</summary>
/// <remarks>The message is for operators, not for models: it names files.</remarks>
public sealed class LedgerUnavailableException : Exception
{
    /// <summary>Creates an exception without a message of its own.</summary>
    public LedgerUnavailableException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What happened to which file.</param>
    public LedgerUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a cause.</summary>
    /// <param name="message">What happened to which file.</param>
    /// <param name="innerException">The cause.</param>
    public LedgerUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
