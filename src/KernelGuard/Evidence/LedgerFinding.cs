namespace KernelGuard.Evidence;

/// <summary>One thing that is wrong with a ledger.</summary>
/// <param name="Code">What is wrong: one of <see cref="LedgerFindingCodes"/>.</param>
/// <param name="File">The file it was found in, without its folder.</param>
/// <param name="Line">The line, from 1; 0 where it concerns the whole file.</param>
/// <param name="Sequence">The sequence number expected or found there, or null.</param>
/// <param name="Message">What is wrong, in words.</param>
public sealed record LedgerFinding(string Code, string File, long Line, long? Sequence, string Message);
