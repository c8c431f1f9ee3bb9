using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel.Syntax;

/// <content>Macros: calls that are recognised by name, style and number of arguments.</content>
internal sealed partial class Parser
{
    private Expr? ExpandGlobal(string function, Expr[] arguments, CelSpan span)
    {
        if (function != "has" || arguments.Length != 1)
        {
            return null;
        }

        if (arguments[0] is SelectExpr { IsTest: false } select)
        {
            return Bounded(new SelectExpr(NextId(), span, select.Operand, select.Field, select.FieldSpan, isTest: true, select.IsQuoted));
        }

        if (arguments[0] is not MalformedExpr)
        {
            Report(CelDiagnosticCodes.InvalidMacro, "the argument of `has` must be a selection", arguments[0].Span, "write `has(x.field)`");
        }

        return Malformed(span);
    }

    private Expr? ExpandMethod(Expr target, string function, CelSpan functionSpan, Expr[] arguments, CelSpan span) =>
        (function, arguments.Length) switch
        {
            ("all", 2) => Comprehension(ComprehensionKind.All, target, arguments, functionSpan, span),
            ("exists", 2) => Comprehension(ComprehensionKind.Exists, target, arguments, functionSpan, span),
            ("exists_one" or "existsOne", 2) => Comprehension(ComprehensionKind.ExistsOne, target, arguments, functionSpan, span),
            ("filter", 2) => Comprehension(ComprehensionKind.Filter, target, arguments, functionSpan, span),
            ("map", 2 or 3) => Comprehension(ComprehensionKind.Map, target, arguments, functionSpan, span),
            _ => null,
        };

    private Expr Comprehension(ComprehensionKind kind, Expr range, Expr[] arguments, CelSpan functionSpan, CelSpan span)
    {
        if (arguments[0] is not IdentExpr { IsAbsolute: false } variable)
        {
            if (arguments[0] is not MalformedExpr)
            {
                var message = $"the first argument of `{functionSpan.Of(_source)}` must be a simple name";
                Report(CelDiagnosticCodes.InvalidMacro, message, arguments[0].Span);
            }

            return Malformed(span);
        }

        var isMap = kind == ComprehensionKind.Map;
        var condition = isMap && arguments.Length == 2 ? null : arguments[1];
        var result = isMap ? arguments[^1] : null;
        return Bounded(new ComprehensionExpr(
            NextId(), span, kind, range, variable.Name, condition, result, DepthOver(range, arguments)));
    }
}
