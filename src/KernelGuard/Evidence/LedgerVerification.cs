namespace KernelGuard.Evidence;

/// <summary>What verification of a ledger found, and what it could not know. Immutable.</summary>
public sealed record LedgerVerification
{
    internal LedgerVerification(IReadOnlyList<LedgerFinding> findings) => Findings = findings;

    /// <summary>Whether nothing is wrong. Open decisions are no fault of the ledger and are listed apart.</summary>
    public bool Ok => Findings.Count == 0;

    /// <summary>How many records were read.</summary>
    public long RecordCount { get; init; }

    /// <summary>The sequence number of the first record that is there; above 0 where retention deleted segments.</summary>
    public long FirstSequence { get; init; }

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<LedgerFinding> Findings { get; }

    /// <summary>Decisions without an outcome, oldest first.</summary>
    public IReadOnlyList<OpenDecision> OpenDecisions { get; init; } = [];

    /// <summary>How many crashes the ledger records.</summary>
    public long Recoveries { get; init; }

    /// <summary>How many different checkpoints the records agree with.</summary>
    public int CheckpointsCovered { get; init; }

    /// <summary>The latest checkpoint that the records agree with, or null.</summary>
    public LedgerCheckpoint? LastCheckpoint { get; init; }

    /// <summary>The RFC 6962 root over all records, as <c>sha256:</c> and hexadecimal digits.</summary>
    public string Root { get; init; } = "";

    /// <summary>What this verification cannot know, in words.</summary>
    public IReadOnlyList<string> WhatCannotBeKnown { get; init; } = [];
}
