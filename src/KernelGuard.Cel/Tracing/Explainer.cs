using KernelGuard.Cel.Checking;
using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Tracing;

/// <summary>Finds in a traced evaluation what decided.</summary>
internal sealed class Explainer(string source, CheckResult check, CelValue?[] values)
{
    public IReadOnlyList<CelTraceStep> Steps(Expr root)
    {
        var steps = new List<CelTraceStep>();
        Collect(root, steps);
        return steps;
    }

    public IReadOnlyList<CelTraceStep> Deciding(Expr root)
    {
        var steps = new List<CelTraceStep>();
        Decide(root, steps);
        return steps;
    }

    public IReadOnlyList<IReadOnlyList<string>> WaysTo(Expr root, bool wanted) => new WayFinder(source, check, values).WaysTo(root, wanted);

    private void Collect(Expr expr, List<CelTraceStep> steps)
    {
        if (expr is not LiteralExpr && values[expr.Id] is { } value)
        {
            steps.Add(Step(expr, value));
        }

        foreach (var child in Parts(expr))
        {
            Collect(child, steps);
        }
    }

    // A chain of names that is one variable has no parts of its own.
    private IEnumerable<Expr> Parts(Expr expr) => check.NameOf(expr) is null ? Children.Of(expr) : [];

    private CelTraceStep Step(Expr expr, in CelValue value) => new(expr.Span, SourceText.Of(expr, source), value);

    private void Decide(Expr expr, List<CelTraceStep> steps)
    {
        if (values[expr.Id] is not { } value)
        {
            return;
        }

        var parts = DecidingParts(expr, value).Where(part => values[part.Id] is not null).ToList();
        if (parts.Count == 0)
        {
            steps.Add(Step(expr, value));
        }

        foreach (var part in parts)
        {
            Decide(part, steps);
        }
    }

    /// <summary>Gives the parts that made a whole what it is; none for one that decided itself.</summary>
    private IEnumerable<Expr> DecidingParts(Expr expr, CelValue value)
    {
        if (value.IsError)
        {
            return Parts(expr).Where(part => values[part.Id] is { IsError: true });
        }

        switch (expr)
        {
            case CallExpr { Function: Operators.And or Operators.Or } chain:
                return chain.Arguments.Where(term => values[term.Id] is { Kind: CelKind.Bool } decided && decided.IsTrue == value.IsTrue);
            case CallExpr { Function: Operators.Not } negation:
                return negation.Arguments;
            case CallExpr { Function: Operators.Conditional } conditional:
                return [conditional.Arguments[0], conditional.Arguments[values[conditional.Arguments[0].Id] is { IsTrue: true } ? 1 : 2]];
            case BindExpr bind:
                return [bind.Body];
            case ComprehensionExpr { Kind: ComprehensionKind.All or ComprehensionKind.Exists } loop
                when value.IsTrue == (loop.Kind == ComprehensionKind.Exists):
                return [loop.Condition!];
            default:
                return [];
        }
    }
}
