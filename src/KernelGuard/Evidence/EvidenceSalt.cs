using KernelGuard.Calls;

namespace KernelGuard.Evidence;

/// <summary>The salt of one redacted value. Whoever holds it and knows the value can prove it; without it the value cannot be guessed.</summary>
/// <param name="DecisionId">The decision whose record holds the commitment, or null for a note.</param>
/// <param name="Path">Where the value stood, such as <c>args.password</c>.</param>
/// <param name="Commitment">The commitment in the record, as <c>sha256:</c> and hexadecimal digits.</param>
/// <param name="Salt">Sixteen random bytes as 32 lower-case hexadecimal digits.</param>
public sealed record EvidenceSalt(DecisionId? DecisionId, string Path, string Commitment, string Salt);
