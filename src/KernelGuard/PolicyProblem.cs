namespace KernelGuard;

/// <summary>Why changed policies are not in force. Immutable.</summary>
/// <param name="Code">The code of the alarm: <see cref="GuardAlarm.PolicyReloadFailed"/> or <see cref="GuardAlarm.PolicyMissing"/>.</param>
/// <param name="Explanation">What is wrong, for the people who run the application.</param>
/// <param name="Since">Since when policies have been wanting.</param>
public sealed record PolicyProblem(string Code, string Explanation, DateTimeOffset Since);
