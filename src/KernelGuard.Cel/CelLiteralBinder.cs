namespace KernelGuard.Cel;

/// <summary>
/// Makes the implementation of an overload for one literal argument, once, when an expression is compiled. It must be pure and thread-safe.
/// </summary>
/// <param name="literal">The value of the argument.</param>
/// <param name="problem">What is wrong with the literal, which then is an error of the expression; empty if nothing is.</param>
/// <returns>The implementation, which still gets all arguments; null if there is a problem.</returns>
public delegate CelFunctionBody? CelLiteralBinder(string literal, out string problem);
