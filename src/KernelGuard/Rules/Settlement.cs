namespace KernelGuard.Rules;

/// <summary>What rules say of a call together, and of which version of it.</summary>
/// <param name="Ruling">What was decided.</param>
/// <param name="Look">The version that was decided on: what runs, if it runs.</param>
internal readonly record struct Settlement(Ruling Ruling, RuleLook Look);
