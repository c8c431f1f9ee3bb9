namespace KernelGuard.Decisions;

/// <summary>What rules say together, and which of them decided.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Index">The first evaluation with the winning verdict; -1 where no rule permits.</param>
internal readonly record struct CombinedVerdict(Verdict Verdict, int Index);
