using System.Runtime.CompilerServices;
using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Checking;

/// <summary>
/// Gives every node its type and every name and call its meaning. It only rejects: checking never changes what an expression evaluates
/// to.
/// </summary>
internal sealed partial class TypeChecker
{
    private readonly CelEnvironment _environment;
    private readonly DiagnosticBag _bag;
    private readonly TypeUnifier _unifier = new();
    private readonly NameResolver _names;
    private readonly CheckResult _result;

    private TypeChecker(CelEnvironment environment, int nodeCount, DiagnosticBag bag)
    {
        _environment = environment;
        _bag = bag;
        _names = new NameResolver(environment);
        _result = new CheckResult(nodeCount, _unifier);
    }

    public static CheckResult Check(CelEnvironment environment, ParsedExpression parsed, DiagnosticBag bag)
    {
        var checker = new TypeChecker(environment, parsed.NodeCount, bag);
        checker.Check(parsed.Root);
        return checker._result;
    }

    private CelType Check(Expr expr)
    {
        // The parser bounds the depth of the tree; this is the net under it for small stacks.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return Reject(expr, CelDiagnosticCodes.LimitExceeded, "the expression is nested too deeply for the stack", expr.Span);
        }

        return expr switch
        {
            LiteralExpr literal => _result.SetType(literal, TypeOf(literal.Value)),
            IdentExpr ident => CheckIdent(ident),
            SelectExpr select => CheckSelect(select),
            CallExpr call => CheckCall(call),
            ListExpr list => CheckList(list),
            MapExpr map => CheckMap(map),
            ComprehensionExpr comprehension => CheckComprehension(comprehension),
            BindExpr bind => CheckBind(bind),
            _ => _result.SetType(expr, CelType.Error),
        };
    }

    private static CelType TypeOf(in CelValue literal) => literal.Kind switch
    {
        CelKind.Null => CelType.Null,
        CelKind.Bool => CelType.Bool,
        CelKind.Int => CelType.Int,
        CelKind.UInt => CelType.UInt,
        CelKind.Double => CelType.Double,
        CelKind.String => CelType.String,
        CelKind.Bytes => CelType.Bytes,
        _ => CelType.Dyn,
    };

    private CelType Reject(Expr expr, string code, string message, CelSpan span, string? help = null)
    {
        _bag.Report(code, message, span, help);
        return _result.SetType(expr, CelType.Error);
    }

    private CelType CheckIdent(IdentExpr ident)
    {
        if (_names.Resolve(ident) is { } name)
        {
            return _result.SetName(ident, name);
        }

        var help = Suggestion.For(ident.Name, _names.VisibleNames());
        return Reject(ident, CelDiagnosticCodes.Undeclared, $"`{ident.Name}` is not declared", ident.Span, help);
    }

    private CelType CheckSelect(SelectExpr select)
    {
        if (_names.Resolve(select) is { } name)
        {
            return _result.SetName(select, name);
        }

        var operand = _unifier.Resolve(Check(select.Operand));
        var field = FieldType(select, operand, select.Field, select.FieldSpan);
        return _result.SetType(select, select.IsTest && field.Kind != CelTypeKind.Error ? CelType.Bool : field);
    }

    private CelType FieldType(Expr expr, CelType operand, string field, CelSpan span)
    {
        switch (operand.Kind)
        {
            case CelTypeKind.Dyn or CelTypeKind.Variable:
                return CelType.Dyn;
            case CelTypeKind.Error:
                return CelType.Error;
            case CelTypeKind.Nullable:
                return FieldType(expr, operand.Parameters[0], field, span);
            case CelTypeKind.Opaque when operand.IsOptional:
                return CelType.Optional(FieldType(expr, _unifier.Resolve(operand.Parameters[0]), field, span));
            case CelTypeKind.Map when _unifier.TryAssign(CelType.String, operand.Parameters[0]):
                return operand.Parameters[1];
            case CelTypeKind.Object when operand.Fields.TryGetValue(field, out var declared):
                return declared.Type;
            case CelTypeKind.Object when operand.Additional is { } additional:
                return additional;
            case CelTypeKind.Object:
                var help = Suggestion.For(field, operand.Fields.Keys);
                return Reject(expr, CelDiagnosticCodes.NoSuchField, $"`{operand.Name}` has no field `{field}`", span, help);
            default:
                return Reject(expr, CelDiagnosticCodes.NoSuchField, $"a value of type `{_unifier.Close(operand)}` has no fields", span);
        }
    }

    private CelType CheckList(ListExpr list)
    {
        CelType? element = null;
        for (var i = 0; i < list.Elements.Length; i++)
        {
            var item = Check(list.Elements[i]);
            element = Join(element, list.Optional[i] ? UnwrapOptional(list.Elements[i], item) : item);
        }

        return _result.SetType(list, CelType.List(element ?? _unifier.Fresh()));
    }

    private CelType CheckMap(MapExpr map)
    {
        CelType? key = null;
        CelType? value = null;
        for (var i = 0; i < map.Keys.Length; i++)
        {
            var keyType = Check(map.Keys[i]);
            if (!MayBeKey(_unifier.Find(keyType).Kind))
            {
                _bag.Report(CelDiagnosticCodes.WrongType, $"a key of a map must not be `{_unifier.Close(keyType)}`", map.Keys[i].Span);
            }

            key = Join(key, keyType);
            var valueType = Check(map.Values[i]);
            value = Join(value, map.Optional[i] ? UnwrapOptional(map.Values[i], valueType) : valueType);
        }

        return _result.SetType(map, CelType.Map(key ?? _unifier.Fresh(), value ?? _unifier.Fresh()));
    }

    private static bool MayBeKey(CelTypeKind kind) => kind is CelTypeKind.Bool or CelTypeKind.Int or CelTypeKind.UInt or CelTypeKind.String
        or CelTypeKind.Nullable or CelTypeKind.Dyn or CelTypeKind.Variable or CelTypeKind.Error;

    private CelType Join(CelType? known, CelType next)
    {
        if (known is null)
        {
            return next;
        }

        var mark = _unifier.Mark();
        if (_unifier.TryAssign(known, next))
        {
            return _unifier.MoreGeneral(known, next);
        }

        _unifier.Undo(mark);
        return CelType.Dyn;
    }
}
