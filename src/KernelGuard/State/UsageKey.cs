namespace KernelGuard.State;

/// <summary>One sum that calls add to.</summary>
/// <param name="Meter">The counter or throttle, the same across reloads.</param>
/// <param name="Key">For whom it is kept; one text for each list of key values.</param>
internal readonly record struct UsageKey(string Meter, string Key);
