namespace KernelGuard.Evidence;

/// <summary>How much of a call's values a record holds.</summary>
public enum CaptureMode
{
    /// <summary>All values, except those under sensitive keys and URLs with credentials: they enter as salted commitments.</summary>
    Redacted,

    /// <summary>All values as they are.</summary>
    Full,

    /// <summary>No values: arguments, facts and output enter as salted commitments.</summary>
    HashOnly,
}
