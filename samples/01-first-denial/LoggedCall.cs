using KernelGuard.Enforcement;

namespace FirstDenial;

/// <summary>One call and what came of it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Time">When it was made, in UTC.</param>
/// <param name="Customer">In whose conversation.</param>
/// <param name="Wish">What the model wanted.</param>
/// <param name="Outcome">What came of it.</param>
internal sealed record LoggedCall(int Number, DateTimeOffset Time, Customer Customer, Wish Wish, ToolCallOutcome Outcome);
