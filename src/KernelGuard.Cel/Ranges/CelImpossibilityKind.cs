namespace KernelGuard.Cel.Ranges;

/// <summary>What follows from a value that a place cannot have.</summary>
public enum CelImpossibilityKind
{
    /// <summary>The comparison is never true.</summary>
    NeverTrue,

    /// <summary>The comparison is never false.</summary>
    NeverFalse,

    /// <summary>The element of a list makes no difference.</summary>
    IdleElement,
}
