namespace KernelGuard.Cel.Syntax;

/// <summary>A syntax tree and the number of its nodes, which is above every id in it.</summary>
internal sealed record ParsedExpression(Expr Root, int NodeCount);
