using KernelGuard.Evidence.Ledgers;
using KernelGuard.Evidence.Verification;

namespace KernelGuard.Evidence;

/// <summary>Checks a ledger's files: chain, tree, checkpoints, form of every line, and that decisions and outcomes belong together.</summary>
public static class LedgerVerifier
{
    /// <summary>Reads a whole ledger once. A writer may append meanwhile: what it has not finished is not looked at.</summary>
    /// <param name="folder">The ledger's folder.</param>
    /// <param name="options">What the verifier holds of its own; null for nothing.</param>
    /// <param name="cancellationToken">Stops the verification.</param>
    /// <returns>The findings; a file that cannot be read is one of them.</returns>
    public static Task<LedgerVerification> VerifyAsync(
        string folder, LedgerVerifierOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new LedgerVerifierOptions();
        return Task.Run(() => Verify(new LedgerFolder(folder), options, cancellationToken), cancellationToken);
    }

    private static LedgerVerification Verify(LedgerFolder folder, LedgerVerifierOptions options, CancellationToken cancellationToken)
    {
        var findings = new FindingList(options.MaxFindings);
        try
        {
            using var walk = new LedgerWalk(folder, options, findings);
            return walk.Run(cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            findings.Add(LedgerFindingCodes.Unreadable, Path.GetFileName(folder.FullPath), 0, null, $"the ledger cannot be read: {e.Message}");
            return new LedgerVerification(findings.All);
        }
    }
}
