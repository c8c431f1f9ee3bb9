using KernelGuard.Calls;

namespace KernelGuard.Decisions;

/// <summary>A place of a tool's result that is replaced before anybody gets it.</summary>
/// <param name="Path">The place.</param>
/// <param name="With">What stands there instead.</param>
public sealed record ResultRedaction(ValuePath Path, string With);
