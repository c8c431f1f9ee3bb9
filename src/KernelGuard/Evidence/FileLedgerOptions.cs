using System.Security.Cryptography;
using KernelGuard.Evidence.Ledgers;

namespace KernelGuard.Evidence;

/// <summary>How a ledger on disk behaves. Immutable.</summary>
public sealed record FileLedgerOptions
{
    /// <summary>The size at which a segment is closed and a new one begun.</summary>
    /// <value>The default is 64 MiB; at least 1.</value>
    public long MaxSegmentBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>The number of records at which a segment is closed and a new one begun.</summary>
    /// <value>The default is 100,000; at least 1.</value>
    public long MaxSegmentRecords { get; init; } = 100_000;

    /// <summary>After how many records a checkpoint is signed.</summary>
    /// <value>The default is 1,000; at least 1.</value>
    public long CheckpointRecords { get; init; } = 1_000;

    /// <summary>After what time a checkpoint is signed if records came since the last one.</summary>
    /// <value>The default is 10 seconds.</value>
    /// <remarks>Measured on <see cref="TimeProvider"/>.</remarks>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The key that signs checkpoints (ECDSA P-256); it stays the caller's to dispose.</summary>
    /// <value>The default is null: the key at <see cref="SigningKeyPath"/>.</value>
    public ECDsa? SigningKey { get; init; }

    /// <summary>A PEM file with the signing key; made, readable by its owner only, where it does not exist.</summary>
    /// <value>The default is null: <c>keys/&lt;name of the ledger's folder&gt;.pem</c> beside the ledger's folder.</value>
    public string? SigningKeyPath { get; init; }

    /// <summary>A second file that gets every checkpoint, on a disk that whoever can write the ledger cannot write.</summary>
    /// <value>The default is null: none.</value>
    public string? WitnessPath { get; init; }

    /// <summary>Gives checkpoints and recovery records their time.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Opens the files; replaced in tests by failing ones.</summary>
    internal Func<string, ILedgerFile> OpenFile { get; init; } = LedgerFile.Open;
}
