using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Checking;

/// <content>Macros that name a value: comprehensions, bindings, and those on optional values.</content>
internal sealed partial class TypeChecker
{
    private int _nesting;

    private CelType CheckComprehension(ComprehensionExpr comprehension)
    {
        var range = _unifier.Resolve(Check(comprehension.Range));
        if (comprehension.Kind is ComprehensionKind.OptionalMap or ComprehensionKind.OptionalFlatMap)
        {
            return CheckOptionalMap(comprehension, range);
        }

        var (key, element) = EntryTypes(comprehension.Range, range);
        if (_nesting >= _environment.Limits.MaxComprehensionNesting)
        {
            return Reject(
                comprehension,
                CelDiagnosticCodes.LimitExceeded,
                $"comprehensions are nested more than {_environment.Limits.MaxComprehensionNesting} deep",
                comprehension.Span);
        }

        _nesting++;
        var hasTwo = comprehension.Variables.Length == 2;
        _names.Push(comprehension.Variables[0], hasTwo || IsMap(range) ? key : element);
        if (hasTwo)
        {
            _names.Push(comprehension.Variables[1], element);
        }

        RequireCondition(comprehension.Condition);
        var result = comprehension.Result is { } body ? Check(body) : CelType.Error;
        _names.Pop(comprehension.Variables.Length);
        _nesting--;
        return _result.SetType(comprehension, ResultType(comprehension, IsMap(range) ? key : element, key, result));
    }

    private CelType ResultType(ComprehensionExpr comprehension, CelType element, CelType key, CelType result)
    {
        switch (comprehension.Kind)
        {
            case ComprehensionKind.All or ComprehensionKind.Exists or ComprehensionKind.ExistsOne:
                return CelType.Bool;
            case ComprehensionKind.Filter:
                return CelType.List(element);
            case ComprehensionKind.Map or ComprehensionKind.TransformList:
                return CelType.List(result);
            case ComprehensionKind.TransformMap:
                return CelType.Map(key, result);
            case ComprehensionKind.SortBy:
                RequireOrdered(comprehension.Result!, result);
                return CelType.List(element);
            default:
                return RequireMap(comprehension.Result!, result);
        }
    }

    private void RequireOrdered(Expr expr, CelType type)
    {
        var kind = _unifier.Find(type).Kind;
        if (kind is CelTypeKind.List or CelTypeKind.Map or CelTypeKind.Object or CelTypeKind.Null or CelTypeKind.Opaque or CelTypeKind.Type)
        {
            _bag.Report(CelDiagnosticCodes.WrongType, $"values of type `{_unifier.Close(type)}` have no order", expr.Span);
        }
    }

    private CelType RequireMap(Expr expr, CelType type)
    {
        var map = CelType.Map(_unifier.Fresh(), _unifier.Fresh());
        if (!_unifier.TryAssign(type, map))
        {
            _bag.Report(CelDiagnosticCodes.WrongType, $"the entry is `{_unifier.Close(type)}` where a map is required", expr.Span);
        }

        return _unifier.Resolve(map);
    }

    private CelType CheckBind(BindExpr bind)
    {
        _names.Push(bind.Variable, Check(bind.Value));
        var type = Check(bind.Body);
        _names.Pop(1);
        return _result.SetType(bind, type);
    }

    private CelType CheckOptionalMap(ComprehensionExpr map, CelType range)
    {
        _names.Push(map.Variables[0], UnwrapOptional(map.Range, range));
        var result = Check(map.Result!);
        _names.Pop(1);
        return _result.SetType(
            map, CelType.Optional(map.Kind == ComprehensionKind.OptionalMap ? result : UnwrapOptional(map.Result!, result)));
    }

    private CelType UnwrapOptional(Expr expr, CelType type)
    {
        var value = _unifier.Fresh();
        if (_unifier.TryAssign(type, CelType.Optional(value)))
        {
            return _unifier.Resolve(value);
        }

        _bag.Report(CelDiagnosticCodes.WrongType, $"the value is `{_unifier.Close(type)}` where an optional value is required", expr.Span);
        return CelType.Error;
    }

    private bool IsMap(CelType range) => range.Kind switch
    {
        CelTypeKind.Map or CelTypeKind.Object => true,
        CelTypeKind.Nullable => IsMap(_unifier.Resolve(range.Parameters[0])),
        _ => false,
    };

    /// <summary>Gives the types of index and element, or of key and value.</summary>
    private (CelType Key, CelType Element) EntryTypes(Expr expr, CelType range)
    {
        switch (range.Kind)
        {
            case CelTypeKind.List:
                return (CelType.Int, range.Parameters[0]);
            case CelTypeKind.Map:
                return (range.Parameters[0], range.Parameters[1]);
            case CelTypeKind.Object:
                return (CelType.String, CelType.Dyn);
            case CelTypeKind.Nullable:
                return EntryTypes(expr, _unifier.Resolve(range.Parameters[0]));
            case CelTypeKind.Dyn or CelTypeKind.Variable:
                return (CelType.Dyn, CelType.Dyn);
            case CelTypeKind.Error:
                return (CelType.Error, CelType.Error);
            default:
                _bag.Report(CelDiagnosticCodes.WrongType, $"a comprehension goes over a list or a map, not `{range}`", expr.Span);
                return (CelType.Error, CelType.Error);
        }
    }

    private void RequireCondition(Expr? condition)
    {
        if (condition is not null && Check(condition) is var type && !_unifier.TryAssign(type, CelType.Bool))
        {
            var message = $"the condition is `{_unifier.Close(type)}` where `bool` is required";
            _bag.Report(CelDiagnosticCodes.WrongType, message, condition.Span);
        }
    }
}
