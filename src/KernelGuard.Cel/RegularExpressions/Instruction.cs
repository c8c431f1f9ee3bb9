namespace KernelGuard.Cel.RegularExpressions;

/// <summary>One step of a compiled pattern.</summary>
/// <param name="Kind">What the step does.</param>
/// <param name="Argument">The number of the set, of the assertion, or of the slot that remembers a place.</param>
/// <param name="Next">The step after this one; of a split the preferred one.</param>
/// <param name="Other">The other step after a split.</param>
internal readonly record struct Instruction(InstructionKind Kind, int Argument, int Next, int Other = -1);
