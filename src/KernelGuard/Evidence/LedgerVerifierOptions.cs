using System.Collections.Immutable;

namespace KernelGuard.Evidence;

/// <summary>What a verifier holds of its own, independent of the ledger's folder. Immutable.</summary>
public sealed record LedgerVerifierOptions
{
    /// <summary>Checkpoints kept elsewhere, as lines.</summary>
    /// <value>The default is none: a cut of the ledger's end is then found only as far as its own checkpoints reach.</value>
    public ImmutableArray<string> TrustedCheckpoints { get; init; } = [];

    /// <summary>A file of checkpoints kept elsewhere, one per line, such as a witness file.</summary>
    /// <value>The default is null: none.</value>
    public string? WitnessPath { get; init; }

    /// <summary>Public keys in PEM form; only checkpoints signed by one of them count.</summary>
    /// <value>The default is none: the keys in the ledger's folder are believed, which whoever rewrites the folder can replace.</value>
    public ImmutableArray<string> PublicKeys { get; init; } = [];

    /// <summary>Whether the oldest segments may be absent because retention deleted them.</summary>
    /// <value>The default is false: an absent segment is a finding.</value>
    /// <remarks>Where true, the first segment that is there must fit roots.jsonl, and that a signed checkpoint.</remarks>
    public bool AllowRetired { get; init; }

    /// <summary>After how many findings verification stops.</summary>
    /// <value>The default is 1,000.</value>
    public int MaxFindings { get; init; } = 1_000;
}
