namespace KernelGuard.Cel.RegularExpressions;

/// <summary>What an <see cref="Instruction"/> does.</summary>
internal enum InstructionKind : byte
{
    Match,
    Set,
    Assert,
    Remember,
    Split,
}
