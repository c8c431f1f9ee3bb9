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

    /// <summary>It was not asked: an earlier rule of its document decided, and there the first match counts.</summary>
    Skipped,

    /// <summary>It is written in code, and the call was refused before code of its phase was asked: by roles, as it was sent, or since policy could not change it.</summary>
    NotAsked,

    /// <summary>It could not be evaluated and is taken on its safe side.</summary>
    Error,
}
