namespace KernelGuard.Cel.Evaluation;

/// <summary>A binary operation on two values that are no errors.</summary>
internal delegate CelValue ArithmeticOperation(in CelValue left, in CelValue right, CelActivation activation);
