namespace KernelGuard.Evidence;

/// <summary>What became of a call after its decision.</summary>
public enum OutcomeKind
{
    /// <summary>The tool ran and returned.</summary>
    Executed,

    /// <summary>The tool did not run.</summary>
    Refused,

    /// <summary>The tool ran and threw.</summary>
    Failed,

    /// <summary>The caller cancelled, or withdrew the call, before the tool was entered.</summary>
    Cancelled,

    /// <summary>A substitute ran, or answered, instead of the tool.</summary>
    Simulated,

    /// <summary>The tool was entered and nobody said what came of it.</summary>
    Unknown,
}
