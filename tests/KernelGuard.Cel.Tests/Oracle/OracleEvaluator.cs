using KernelGuard.Cel.Syntax;

namespace KernelGuard.Cel.Tests.Oracle;

/// <summary>
/// A second evaluator, as plain as can be: it walks the tree, knows no types, no plans and no limits, and has one error. It follows the
/// text of the language definition and shares nothing with the engine but the parser and the representation of values.
/// </summary>
internal sealed class OracleEvaluator(IReadOnlyDictionary<string, CelValue> variables)
{
    private static readonly CelValue _error = CelValue.Error("oracle", "error");

    public CelValue Evaluate(Expr expr) => expr switch
    {
        LiteralExpr literal => literal.Value,
        IdentExpr ident => variables.TryGetValue(ident.Name, out var value) ? value : _error,
        SelectExpr { IsTest: true } test => Has(Evaluate(test.Operand), test.Field),
        SelectExpr select => Field(Evaluate(select.Operand), select.Field),
        ListExpr list => List(list),
        MapExpr map => Map(map),
        BindExpr bind => With((bind.Variable, Evaluate(bind.Value))).Evaluate(bind.Body),
        ComprehensionExpr comprehension => Comprehension(comprehension),
        CallExpr call => Call(call),
        _ => _error,
    };

    private OracleEvaluator With(params (string Name, CelValue Value)[] more)
    {
        var all = new Dictionary<string, CelValue>(variables);
        foreach (var (name, value) in more)
        {
            all[name] = value;
        }

        return new OracleEvaluator(all);
    }

    private static CelValue Bool(bool value) => CelValue.FromBool(value);

    private static CelValue Has(CelValue operand, string field) =>
        operand.Kind == CelKind.Map ? Bool(operand.AsMap.Contains(CelValue.FromString(field))) : _error;

    private static CelValue Field(CelValue operand, string field) =>
        operand.Kind == CelKind.Map && operand.AsMap.TryGet(CelValue.FromString(field), out var value) ? value : _error;

    private CelValue List(ListExpr list)
    {
        var items = list.Elements.Select(Evaluate).ToArray();
        return items.Any(item => item.IsError) ? _error : CelValue.FromList(items);
    }

    private CelValue Map(MapExpr map)
    {
        var entries = map.Keys.Zip(map.Values, (key, value) => (Key: Evaluate(key), Value: Evaluate(value))).ToList();
        var isValid = entries.TrueForAll(entry => !entry.Value.IsError
            && entry.Key.Kind is CelKind.Bool or CelKind.Int or CelKind.UInt or CelKind.String
            && entries.Count(other => OracleComparison.AreEqual(entry.Key, other.Key)) == 1);
        return isValid ? CelValue.FromMap(new OracleMap(entries)) : _error;
    }

    private CelValue Comprehension(ComprehensionExpr expr)
    {
        var range = Evaluate(expr.Range);
        if (range.Kind is not (CelKind.List or CelKind.Map))
        {
            return _error;
        }

        var steps = Entries(range).Select(entry =>
        {
            var scope = expr.Variables.Length == 2
                ? With((expr.Variables[0], entry.Key), (expr.Variables[1], entry.Value))
                : With((expr.Variables[0], range.Kind == CelKind.List ? entry.Value : entry.Key));
            var first = range.Kind == CelKind.List ? entry.Value : entry.Key;
            var condition = expr.Condition is null ? Bool(true) : scope.Evaluate(expr.Condition);
            var result = expr.Result is null ? first : condition.IsTrue ? scope.Evaluate(expr.Result) : first;
            return (Condition: condition, Result: result);
        }).ToList();
        switch (expr.Kind)
        {
            case ComprehensionKind.All:
                return Fold(steps.Select(step => step.Condition), deciding: false);
            case ComprehensionKind.Exists:
                return Fold(steps.Select(step => step.Condition), deciding: true);
            case var _ when steps.Exists(step => step.Condition.Kind != CelKind.Bool):
                return _error;
            case ComprehensionKind.ExistsOne:
                return Bool(steps.Count(step => step.Condition.IsTrue) == 1);
            default:
                var items = steps.Where(step => step.Condition.IsTrue).Select(step => step.Result).ToArray();
                return items.Any(item => item.IsError) ? _error : CelValue.FromList(items);
        }
    }

    private static IEnumerable<(CelValue Key, CelValue Value)> Entries(CelValue range)
    {
        if (range.Kind == CelKind.List)
        {
            return Enumerable.Range(0, range.AsList.Count).Select(i => (CelValue.FromInt(i), range.AsList[i]));
        }

        return range.AsMap.Keys.Select(key => (key, range.AsMap.TryGet(key, out var value) ? value : _error));
    }

    // The deciding value wins wherever it stands; anything that is no boolean is an error.
    private static CelValue Fold(IEnumerable<CelValue> terms, bool deciding)
    {
        var all = terms.ToList();
        if (all.Exists(term => term.Kind == CelKind.Bool && term.AsBool == deciding))
        {
            return Bool(deciding);
        }

        return all.TrueForAll(term => term.Kind == CelKind.Bool) ? Bool(!deciding) : _error;
    }

    private CelValue Call(CallExpr call)
    {
        switch (call.Function)
        {
            case Operators.And:
                return Fold(call.Arguments.Select(Evaluate), deciding: false);
            case Operators.Or:
                return Fold(call.Arguments.Select(Evaluate), deciding: true);
            case Operators.Conditional:
                var condition = Evaluate(call.Arguments[0]);
                return condition.Kind == CelKind.Bool ? Evaluate(call.Arguments[condition.AsBool ? 1 : 2]) : _error;
        }

        var arguments = (call.Target is null ? call.Arguments : call.Arguments.Prepend(call.Target)).Select(Evaluate).ToArray();
        return arguments.Any(argument => argument.IsError) ? _error : Apply(call.Function, arguments) ?? _error;
    }

    private static CelValue? Apply(string function, CelValue[] arguments) => (function, arguments) switch
    {
        (Operators.Not, [{ Kind: CelKind.Bool } value]) => Bool(!value.AsBool),
        (Operators.Equal, [var left, var right]) => Bool(OracleComparison.AreEqual(left, right)),
        (Operators.NotEqual, [var left, var right]) => Bool(!OracleComparison.AreEqual(left, right)),
        (Operators.Less, [var left, var right]) => OracleComparison.Compare(left, right, order => order < 0),
        (Operators.LessEqual, [var left, var right]) => OracleComparison.Compare(left, right, order => order <= 0),
        (Operators.Greater, [var left, var right]) => OracleComparison.Compare(left, right, order => order > 0),
        (Operators.GreaterEqual, [var left, var right]) => OracleComparison.Compare(left, right, order => order >= 0),
        (Operators.In, [var item, { Kind: CelKind.List } list]) => Bool(Entries(list).Any(entry => OracleComparison.AreEqual(entry.Value, item))),
        (Operators.In, [var item, { Kind: CelKind.Map } map]) => Bool(Entries(map).Any(entry => OracleComparison.AreEqual(entry.Key, item))),
        (Operators.Index, [var container, var key]) => Index(container, key),
        ("size", [{ Kind: CelKind.String } text]) => CelValue.FromInt(text.AsString.EnumerateRunes().Count()),
        ("size", [{ Kind: CelKind.List or CelKind.Map } collection]) => CelValue.FromInt(Entries(collection).Count()),
        ("contains", [{ Kind: CelKind.String } text, { Kind: CelKind.String } part]) => Bool(text.AsString.Contains(part.AsString, StringComparison.Ordinal)),
        ("startsWith", [{ Kind: CelKind.String } text, { Kind: CelKind.String } part]) => Bool(text.AsString.StartsWith(part.AsString, StringComparison.Ordinal)),
        ("dyn", [var value]) => value,
        _ => OracleArithmetic.Apply(function, arguments),
    };

    private static CelValue? Index(CelValue container, CelValue key) => container.Kind switch
    {
        CelKind.List => Entries(container).Where(entry => key.Kind is CelKind.Int or CelKind.UInt or CelKind.Double && OracleComparison.AreEqual(entry.Key, key))
            .Select(entry => (CelValue?)entry.Value).FirstOrDefault(),
        CelKind.Map => Entries(container).Where(entry => OracleComparison.AreEqual(entry.Key, key)).Select(entry => (CelValue?)entry.Value).FirstOrDefault(),
        _ => null,
    };
}
