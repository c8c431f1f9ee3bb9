using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Checking;

/// <content>Calls of functions and operators.</content>
internal sealed partial class TypeChecker
{
    private CelType CheckCall(CallExpr call)
    {
        if (call.Function is Operators.And or Operators.Or)
        {
            return CheckLogical(call);
        }

        if (call.Function is Operators.OptionalSelect or Operators.OptionalIndex)
        {
            return CheckOptionalAccess(call);
        }

        var function = _names.ResolveFunction(call, out var hasReceiver);
        var arguments = hasReceiver ? [call.Target!, .. call.Arguments] : call.Arguments;
        var types = new CelType[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            types[i] = Check(arguments[i]);
        }

        if (function is null)
        {
            var help = Suggestion.For(call.Function, _environment.FunctionNames());
            return Reject(call, CelDiagnosticCodes.Undeclared, $"the function `{call.Function}` is not declared", call.FunctionSpan, help);
        }

        _result.SetCall(call, new CallBinding(function.Name, Callable(function, hasReceiver, types.Length), hasReceiver));
        return ConstantIndex(call, types) is { } field
            ? _result.SetType(call, FieldType(call, field.Record, field.Name, field.Span))
            : ChooseOverload(call, function, hasReceiver, types);
    }

    private CelType CheckLogical(CallExpr call)
    {
        foreach (var argument in call.Arguments)
        {
            var type = Check(argument);
            if (!_unifier.TryAssign(type, CelType.Bool))
            {
                var message = $"`{Operators.Display(call.Function)}` takes `bool`, not `{_unifier.Close(type)}`";
                _bag.Report(CelDiagnosticCodes.NoSuchOverload, message, argument.Span);
            }
        }

        return _result.SetType(call, CelType.Bool);
    }

    // What is not there is none, and what is not there in none is none too.
    private CelType CheckOptionalAccess(CallExpr call)
    {
        var operand = _unifier.Resolve(Check(call.Arguments[0]));
        var container = operand.IsOptional ? _unifier.Resolve(operand.Parameters[0]) : operand;
        var keyType = Check(call.Arguments[1]);
        if (call.Arguments[1] is LiteralExpr { Value.Kind: CelKind.String } literal && container.Kind != CelTypeKind.Map)
        {
            return _result.SetType(call, CelType.Optional(FieldType(call, container, literal.Value.RawString, literal.Span)));
        }

        var element = _unifier.Fresh();
        var expected = container.Kind == CelTypeKind.List
            ? _unifier.TryAssign(container, CelType.List(element)) && _unifier.TryAssign(keyType, CelType.Int)
            : _unifier.TryAssign(container, CelType.Map(keyType, element));
        if (expected)
        {
            return _result.SetType(call, CelType.Optional(_unifier.Resolve(element)));
        }

        var message = OverloadMessage.Describe(Operators.Display(call.Function), [_unifier.Close(operand), _unifier.Close(keyType)], false);
        return Reject(call, CelDiagnosticCodes.NoSuchOverload, message, call.FunctionSpan);
    }

    private static List<CelOverload> Callable(CelFunction function, bool isMember, int count)
    {
        var overloads = new List<CelOverload>();
        foreach (var overload in function.Overloads)
        {
            if (overload.IsMember == isMember && overload.Parameters.Count == count)
            {
                overloads.Add(overload);
            }
        }

        return overloads;
    }

    /// <summary>Recognises <c>record["field"]</c>, which is typed like <c>record.field</c>.</summary>
    private (CelType Record, string Name, CelSpan Span)? ConstantIndex(CallExpr call, CelType[] types)
    {
        if (call.Function != Operators.Index || call.Arguments[1] is not LiteralExpr { Value.Kind: CelKind.String } key)
        {
            return null;
        }

        var record = _unifier.Find(types[0]);
        record = record.Kind == CelTypeKind.Nullable ? record.Parameters[0] : record;
        return record.Kind == CelTypeKind.Object ? (record, key.Value.RawString, key.Span) : null;
    }

    private CelType ChooseOverload(CallExpr call, CelFunction function, bool hasReceiver, CelType[] types)
    {
        var chosen = new List<CelOverload>();
        CelType? result = null;
        foreach (var overload in _result.CallOf(call)!.Overloads)
        {
            var mark = _unifier.Mark();
            if (!TryApply(overload, types, out var applied))
            {
                _unifier.Undo(mark);
                continue;
            }

            chosen.Add(overload);
            result = result is null || result.Equals(applied) ? applied : CelType.Dyn;
        }

        if (result is null)
        {
            return RejectCall(call, function, hasReceiver, types);
        }

        _result.SetCall(call, new CallBinding(function.Name, chosen, hasReceiver));
        return _result.SetType(call, result);
    }

    private bool TryApply(CelOverload overload, CelType[] types, out CelType result)
    {
        var parameters = overload.IsGeneric ? new Dictionary<string, CelType>(StringComparer.Ordinal) : null;
        result = CelType.Dyn;
        for (var i = 0; i < types.Length; i++)
        {
            if (!_unifier.TryAssign(types[i], Instantiate(overload.Parameters[i], parameters)))
            {
                return false;
            }
        }

        result = _unifier.Resolve(Instantiate(overload.Result, parameters));
        return true;
    }

    private CelType Instantiate(CelType type, Dictionary<string, CelType>? parameters)
    {
        if (parameters is null || !type.IsOpen)
        {
            return type;
        }

        if (type.Kind != CelTypeKind.Parameter)
        {
            return type.WithParameters([.. type.Parameters.Select(parameter => Instantiate(parameter, parameters))]);
        }

        if (!parameters.TryGetValue(type.Name, out var variable))
        {
            variable = _unifier.Fresh();
            parameters.Add(type.Name, variable);
        }

        return variable;
    }

    private CelType RejectCall(CallExpr call, CelFunction function, bool hasReceiver, CelType[] types)
    {
        if (Array.Exists(types, type => _unifier.Find(type).Kind == CelTypeKind.Error))
        {
            return _result.SetType(call, CelType.Error);
        }

        var name = Operators.Display(function.Name);
        var closed = Array.ConvertAll(types, _unifier.Close);
        var message = OverloadMessage.Describe(name, closed, hasReceiver);
        return Reject(call, CelDiagnosticCodes.NoSuchOverload, message, call.FunctionSpan, OverloadMessage.Help(function, closed));
    }
}
