namespace KernelGuard.Cel.Syntax;

/// <summary>The parts of an expression, in the order in which they are written.</summary>
internal static class Children
{
    public static IEnumerable<Expr> Of(Expr expr) => expr switch
    {
        SelectExpr select => [select.Operand],
        CallExpr call => call.Target is null ? call.Arguments : [call.Target, .. call.Arguments],
        ListExpr list => list.Elements,
        MapExpr map => map.Keys.Concat(map.Values),
        BindExpr bind => [bind.Value, bind.Body],
        ComprehensionExpr comprehension => new[] { comprehension.Range, comprehension.Condition, comprehension.Result }.OfType<Expr>(),
        _ => [],
    };
}
