namespace KernelGuard.Cel.Evaluation;

/// <summary>The implementation of an overload of the engine's own, which can see limits and charge for work.</summary>
internal delegate CelValue EngineFunctionBody(ReadOnlySpan<CelValue> arguments, CelActivation activation);
