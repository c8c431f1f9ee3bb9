using KernelGuard.Cel.RegularExpressions;

namespace KernelGuard.Cel.Library;

/// <summary>The implementation of a function with a compiled pattern; the pattern is not among the arguments.</summary>
internal delegate CelValue PatternFunctionBody(Pattern pattern, ReadOnlySpan<CelValue> arguments, CelActivation activation);
