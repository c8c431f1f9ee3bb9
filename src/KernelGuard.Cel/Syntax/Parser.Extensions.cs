using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Library;

namespace KernelGuard.Cel.Syntax;

/// <content>Macros of extensions, which an environment may lack.</content>
internal sealed partial class Parser
{
    private Expr? ExpandExtension(Expr target, string function, CelSpan functionSpan, Expr[] arguments, CelSpan span)
    {
        if (TwoVariableKind(function, arguments.Length) is { } kind && Has(CelExtensions.TwoVariableComprehensions))
        {
            return Comprehension(kind, target, arguments, functionSpan, span, variableCount: 2);
        }

        return (function, arguments.Length, target) switch
        {
            ("sortBy", 2, _) when Has(CelExtensions.Lists) =>
                Comprehension(ComprehensionKind.SortBy, target, arguments, functionSpan, span),
            ("optMap", 2, _) when Has(CelExtensions.Optionals) =>
                Comprehension(ComprehensionKind.OptionalMap, target, arguments, functionSpan, span),
            ("optFlatMap", 2, _) when Has(CelExtensions.Optionals) =>
                Comprehension(ComprehensionKind.OptionalFlatMap, target, arguments, functionSpan, span),
            ("bind", 3, IdentExpr { Name: "cel" }) when Has(CelExtensions.Bindings) => Bind(arguments, functionSpan, span),
            ("greatest" or "least", _, IdentExpr { Name: "math" }) when Has(CelExtensions.Math) =>
                Extreme(function, arguments, functionSpan, span),
            _ => null,
        };
    }

    private static ComprehensionKind? TwoVariableKind(string function, int count) => (function, count) switch
    {
        ("all", 3) => ComprehensionKind.All,
        ("exists", 3) => ComprehensionKind.Exists,
        ("existsOne" or "exists_one", 3) => ComprehensionKind.ExistsOne,
        ("transformList", 3 or 4) => ComprehensionKind.TransformList,
        ("transformMap", 3 or 4) => ComprehensionKind.TransformMap,
        ("transformMapEntry", 3 or 4) => ComprehensionKind.TransformMapEntry,
        _ => null,
    };

    private Expr Bind(Expr[] arguments, CelSpan functionSpan, CelSpan span) => TakeVariables(arguments.AsSpan(0, 1), functionSpan) is [var name]
        ? Bounded(new BindExpr(NextId(), span, name, arguments[1], arguments[2], DepthOver(null, arguments)))
        : Malformed(span);

    // Any number of arguments is one list, whose elements may be numbers of different kinds.
    private Expr Extreme(string function, Expr[] arguments, CelSpan functionSpan, CelSpan span)
    {
        if (arguments.Length == 0)
        {
            Report(CelDiagnosticCodes.InvalidMacro, $"`math.{function}` takes a number or more", span);
            return Malformed(span);
        }

        foreach (var argument in arguments)
        {
            if (argument is LiteralExpr { Value.Kind: not (CelKind.Int or CelKind.UInt or CelKind.Double) }
                || (arguments.Length > 1 && argument is ListExpr or MapExpr))
            {
                Report(CelDiagnosticCodes.InvalidMacro, $"`math.{function}` takes numbers", argument.Span);
            }
        }

        var name = function == "greatest" ? MathFunctions.Greatest : MathFunctions.Least;
        return arguments.Length <= 2
            ? Call(name, functionSpan, span, arguments)
            : Call(name, functionSpan, span, Bounded(new ListExpr(
                NextId(), span, arguments, new bool[arguments.Length], DepthOver(null, arguments))));
    }
}
