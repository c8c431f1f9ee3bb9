namespace KernelGuard.Cel;

/// <summary>
/// The implementation of an overload of a host's function. It must be pure and thread-safe; what it throws becomes an error value.
/// </summary>
/// <param name="arguments">The arguments, of the declared kinds and never errors; the receiver of a member comes first. Valid only during
/// the call.</param>
/// <returns>The result, which may be an error.</returns>
public delegate CelValue CelFunctionBody(ReadOnlySpan<CelValue> arguments);
