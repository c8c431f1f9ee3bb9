namespace KernelGuard.Cel.RegularExpressions;

/// <summary>A compiled pattern. Immutable.</summary>
/// <param name="Instructions">The steps.</param>
/// <param name="Start">The first step.</param>
/// <param name="Sets">The sets that steps refer to.</param>
/// <param name="IsAnchored">True if every match starts at the start of the text.</param>
internal sealed record PatternProgram(Instruction[] Instructions, int Start, CodePointSet[] Sets, bool IsAnchored);
