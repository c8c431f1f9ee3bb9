namespace KernelGuard.Cel.Syntax;

/// <summary>What is wrong with a literal, and where in its token; a length of 0 means the whole token.</summary>
internal readonly record struct LiteralProblem(string Message, int Start, int Length);
