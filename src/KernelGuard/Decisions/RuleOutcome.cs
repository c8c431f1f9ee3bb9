namespace KernelGuard.Decisions;

/// <summary>What came of one rule's condition.</summary>
public enum RuleOutcome
{
    /// <summary>It does not hold: the rule says nothing.</summary>
    NotMatched,

    /// <summary>It holds.</summary>
    Matched,

    /// <summary>It holds, and the limit that it sets is used up.</summary>
    Exceeded,

    /// <summary>An earlier rule of its document decided: the document's first match counts.</summary>
    Skipped,

    /// <summary>It could not be evaluated and is taken on its safe side.</summary>
    Error,
}
