namespace KernelGuard.Cel.Evaluation;

/// <summary>The places of the variables of a comprehension, which follow each other if there are two.</summary>
/// <param name="First">The place of the first.</param>
/// <param name="HasSecond">Whether there are two.</param>
/// <param name="StepCost">What going on to the next element costs, whatever of the body is evaluated for it.</param>
internal readonly record struct LoopVariables(int First, bool HasSecond, int StepCost);
