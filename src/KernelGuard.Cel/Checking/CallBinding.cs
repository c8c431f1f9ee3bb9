namespace KernelGuard.Cel.Checking;

/// <summary>The overloads that a call may mean; one, unless types are known only at run time.</summary>
/// <param name="Function">The name of the function.</param>
/// <param name="Overloads">The overloads in order of preference.</param>
/// <param name="HasReceiver">False if what looks like the receiver is a part of the function's name.</param>
internal sealed record CallBinding(string Function, IReadOnlyList<CelOverload> Overloads, bool HasReceiver);
