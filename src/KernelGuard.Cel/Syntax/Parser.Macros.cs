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
        ExpandExtension(target, function, functionSpan, arguments, span) ?? (function, arguments.Length) switch
        {
            ("all", 2) => Comprehension(ComprehensionKind.All, target, arguments, functionSpan, span),
            ("exists", 2) => Comprehension(ComprehensionKind.Exists, target, arguments, functionSpan, span),
            ("exists_one" or "existsOne", 2) => Comprehension(ComprehensionKind.ExistsOne, target, arguments, functionSpan, span),
            ("filter", 2) => Comprehension(ComprehensionKind.Filter, target, arguments, functionSpan, span),
            ("map", 2 or 3) => Comprehension(ComprehensionKind.Map, target, arguments, functionSpan, span),
            _ => null,
        };

    private Expr Comprehension(
        ComprehensionKind kind, Expr range, Expr[] arguments, CelSpan functionSpan, CelSpan span, int variableCount = 1)
    {
        if (TakeVariables(arguments.AsSpan(0, variableCount), functionSpan) is not { } variables)
        {
            return Malformed(span);
        }

        var rest = arguments[variableCount..];
        var (condition, result) = kind switch
        {
            ComprehensionKind.All or ComprehensionKind.Exists or ComprehensionKind.ExistsOne or ComprehensionKind.Filter => (rest[0], null),
            _ => (rest.Length == 2 ? rest[0] : null, rest[^1]),
        };
        return Bounded(new ComprehensionExpr(NextId(), span, kind, range, variables, condition, result, DepthOver(range, arguments)));
    }

    private string[]? TakeVariables(ReadOnlySpan<Expr> arguments, CelSpan functionSpan)
    {
        var names = new string[arguments.Length];
        for (var i = 0; i < names.Length; i++)
        {
            if (arguments[i] is not IdentExpr { IsAbsolute: false } variable)
            {
                if (arguments[i] is not MalformedExpr)
                {
                    var place = i == 0 ? "first" : "second";
                    var message = $"the {place} argument of `{functionSpan.Of(_source)}` must be a simple name";
                    Report(CelDiagnosticCodes.InvalidMacro, message, arguments[i].Span);
                }

                return null;
            }

            names[i] = variable.Name;
        }

        if (names.Length == 2 && names[0] == names[1])
        {
            Report(CelDiagnosticCodes.InvalidMacro, $"the name `{names[0]}` occurs twice", arguments[1].Span);
            return null;
        }

        return names;
    }
}
