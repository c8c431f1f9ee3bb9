namespace KernelGuard.Decisions;

/// <summary>What a model may read of a refusal.</summary>
public enum Disclosure
{
    /// <summary>The code, the reason, the next step and the alternatives.</summary>
    Full,

    /// <summary>The code and the reason.</summary>
    Reason,

    /// <summary>The code alone.</summary>
    Code,
}
