using KernelGuard.Cel.Checking;
using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Tracing;

/// <summary>An expression that compiles, with the values of its parts, each by itself and when it is asked for. Not thread-safe.</summary>
/// <param name="parsed">The expression.</param>
/// <param name="check">What its names mean.</param>
/// <param name="evaluate">Evaluates a part that is within no comprehension or binding.</param>
internal sealed class ProgramParts(ParsedExpression parsed, CheckResult check, Func<ParsedExpression, CelValue> evaluate)
{
    private readonly CelValue?[] _values = new CelValue?[parsed.NodeCount];

    public ProgramPart Root => new(this, parsed.Root);

    public CelValue ValueOf(Expr expr) => _values[expr.Id] ??= evaluate(parsed with { Root = expr });

    public NameReference? NameOf(Expr expr) => check.NameOf(expr);
}
