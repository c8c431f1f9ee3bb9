namespace KernelGuard.Cel.Checking;

/// <summary>A declared variable and its place in an activation.</summary>
internal sealed record VariableDeclaration(string Name, int Slot, CelType Type);
