namespace KernelGuard.Cel.Evaluation;

/// <summary>An argument that is bound when an expression is compiled.</summary>
/// <param name="Index">Its index; the receiver of a member comes first.</param>
/// <param name="Binder">What makes the implementation for a literal.</param>
/// <param name="IsRequired">Whether anything but a literal is an error of the expression.</param>
internal sealed record LiteralArgument(int Index, CelLiteralBinder Binder, bool IsRequired);
