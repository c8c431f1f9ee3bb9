namespace KernelGuard.Cel.Evaluation;

/// <summary>The places of the variables of a comprehension, which follow each other if there are two.</summary>
internal readonly record struct LoopVariables(int First, bool HasSecond);
