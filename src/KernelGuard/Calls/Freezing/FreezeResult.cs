namespace KernelGuard.Calls.Freezing;

/// <summary>What came of reading arguments: the frozen object, or a problem and an empty object.</summary>
/// <param name="Value">The frozen object; empty where there is a problem.</param>
/// <param name="PayloadChars">Its size, counted as <see cref="CallLimits.MaxPayloadChars"/> counts.</param>
/// <param name="Problem">Why it could not be read, or null.</param>
internal readonly record struct FreezeResult(FrozenObject Value, int PayloadChars, CallProblem? Problem);
