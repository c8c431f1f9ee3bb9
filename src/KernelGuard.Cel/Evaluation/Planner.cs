using KernelGuard.Cel.Checking;
using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Library;
using KernelGuard.Cel.RegularExpressions;
using KernelGuard.Cel.Syntax;
using KernelGuard.Cel.Tracing;

namespace KernelGuard.Cel.Evaluation;

/// <summary>Turns a checked tree into nodes: names become slots, calls their overloads, and constant parts their values.</summary>
internal sealed class Planner
{
    private readonly CheckResult _check;
    private readonly DiagnosticBag _bag;
    private readonly ConstantFolder _folder;
    private readonly Dictionary<int, Node> _bound = [];
    private readonly Dictionary<string, Pattern> _patterns = new(StringComparer.Ordinal);
    private readonly CelValue?[]? _trace;
    private int _depth;
    private int _localCount;

    private Planner(CheckResult check, CelLimits limits, DiagnosticBag bag, CelValue?[]? trace)
    {
        _trace = trace;
        _check = check;
        _bag = bag;
        _folder = new ConstantFolder(limits);
    }

    /// <summary>Plans an expression; with a trace, every part writes its value under its id.</summary>
    public static Plan Plan(ParsedExpression parsed, CheckResult check, CelLimits limits, DiagnosticBag bag, CelValue?[]? trace = null)
    {
        var planner = new Planner(check, limits, bag, trace);
        var root = planner.Plan(parsed.Root);
        var references = new ReferenceCollector(check);
        references.Visit(parsed.Root);
        return new Plan(root, planner._localCount, references.Variables, references.Paths, references.Comparisons, planner._patterns);
    }

    private Node Plan(Expr expr)
    {
        var node = PlanPart(expr);
        if (_trace is null)
        {
            return node;
        }

        // Others look for constants among their operands, so those stay as they are.
        if (node is ConstantNode constant)
        {
            _trace[expr.Id] = constant.Value;
            return node;
        }

        return new TraceNode(node, expr.Id, _trace);
    }

    private Node PlanPart(Expr expr)
    {
        if (_check.NameOf(expr) is { } name)
        {
            return PlanName(expr, name);
        }

        return expr switch
        {
            LiteralExpr literal => new ConstantNode(literal.Span, literal.Value),
            SelectExpr { IsTest: true } has => new HasNode(has.Span, Plan(has.Operand), has.Field),
            BindExpr bind => PlanBind(bind),
            SelectExpr select => PlanSelect(select),
            CallExpr call => PlanCall(call),
            ListExpr list => PlanList(list),
            MapExpr map => PlanMap(map),
            ComprehensionExpr comprehension => PlanComprehension(comprehension),
            IdentExpr ident => new FailureNode(ident.Span, CelErrorCodes.UnboundVariable, $"`{ident.Name}` is not declared"),
            _ => new FailureNode(expr.Span, CelErrorCodes.InvalidArgument, "the expression is malformed"),
        };
    }

    private Node PlanName(Expr expr, NameReference name) => name switch
    {
        LocalReference local when _bound.TryGetValue(local.Index, out var value) => value is ConstantNode constant
            ? new ConstantNode(expr.Span, constant.Value)
            : new BoundNode(expr.Span, local.Index, value),
        LocalReference local => new LocalNode(expr.Span, local.Index),
        VariableReference variable => new VariableNode(expr.Span, variable.Declaration.Slot),
        ConstantReference constant => new ConstantNode(expr.Span, constant.Value),
        _ => throw new InvalidOperationException("unknown kind of name"),
    };

    private Node PlanSelect(SelectExpr select)
    {
        var operand = Plan(select.Operand);
        return _folder.Fold(new SelectNode(select.FieldSpan, operand, select.Field), operand);
    }

    private Node PlanList(ListExpr list)
    {
        var elements = Array.ConvertAll(list.Elements, Plan);
        return _folder.Fold(new ListNode(list.Span, elements, list.Optional), elements);
    }

    private Node PlanMap(MapExpr map)
    {
        var keys = Array.ConvertAll(map.Keys, Plan);
        var values = Array.ConvertAll(map.Values, Plan);
        return _folder.Fold(new MapNode(map.Span, keys, values, map.Optional), [.. keys, .. values]);
    }

    private Node PlanCall(CallExpr call)
    {
        var binding = _check.CallOf(call);
        var arguments = Array.ConvertAll(call.Arguments, Plan);
        if (PlanOperator(call, arguments) is { } node)
        {
            return _folder.Fold(node, arguments);
        }

        if (binding is null)
        {
            return new FailureNode(call.FunctionSpan, CelErrorCodes.NoSuchOverload, $"the function `{call.Function}` is not declared");
        }

        if (binding.HasReceiver)
        {
            arguments = [Plan(call.Target!), .. arguments];
        }

        var overloads = binding.Overloads.ToArray();
        var isStandard = Array.TrueForAll(overloads, overload => overload.IsPure);
        if (isStandard && PatternFunctions.Find(binding.Function) is { } body)
        {
            return PlanPattern(call, body, arguments);
        }

        if (isStandard && binding.Function is OptionalFunctions.Or or OptionalFunctions.OrValue)
        {
            return new OptionalOrNode(call.Span, arguments[0], arguments[1], binding.Function == OptionalFunctions.OrValue);
        }

        overloads = Array.ConvertAll(overloads, overload => overload.Literal is null ? overload : BindLiteral(call, overload, arguments));
        var planned = new CallNode(call.Span, binding.Function, overloads, arguments);
        return isStandard ? FoldCall(call, binding.Function, planned, arguments) : planned;
    }

    // Failing is what the language wants of such a call, so it can only be a warning.
    private Node FoldCall(CallExpr call, string function, CallNode planned, Node[] arguments)
    {
        var folded = _folder.Fold(planned, arguments);
        if (TimeFunctions.TakesZone(function) && arguments is [_, ConstantNode { Value.Kind: CelKind.String } zone] && !TimeZones.Exists(zone.Value.RawString))
        {
            Warn($"there is no time zone {zone.Value} on this machine", zone.Span, "write an IANA name such as `Europe/London`, or an offset such as `+01:00`");
        }
        else if (folded is CallNode && _folder.FailureOf(planned, arguments) is { Code: CelErrorCodes.InvalidArgument or CelErrorCodes.OutOfRange or CelErrorCodes.Overflow } failure)
        {
            Warn($"this always fails: {failure.Message}", call.Span, null);
        }

        return folded;
    }

    private void Warn(string message, CelSpan span, string? help) =>
        _bag.Report(CelDiagnosticCodes.InvalidLiteral, message, span, help, CelSeverity.Warning);

    private static Node? PlanOperator(CallExpr call, Node[] arguments) => call.Function switch
    {
        Operators.And or Operators.Or => new LogicalNode(call.Span, call.Function == Operators.Or, arguments),
        Operators.Not => new NotNode(call.Span, arguments[0]),
        Operators.Negate => new NegateNode(call.Span, arguments[0]),
        Operators.Conditional => new ConditionalNode(call.Span, arguments[0], arguments[1], arguments[2]),
        Operators.Equal or Operators.NotEqual => new EqualNode(call.Span, arguments[0], arguments[1], call.Function == Operators.NotEqual),
        Operators.Less or Operators.LessEqual or Operators.Greater or Operators.GreaterEqual =>
            new OrderNode(call.Span, call.Function, arguments[0], arguments[1]),
        Operators.In => PlanIn(call, arguments),
        Operators.Index => new IndexNode(call.Span, arguments[0], arguments[1]),
        Operators.OptionalIndex or Operators.OptionalSelect => new OptionalAccessNode(call.Span, arguments[0], arguments[1]),
        Operators.Add or Operators.Subtract or Operators.Multiply or Operators.Divide or Operators.Modulo =>
            new ArithmeticNode(call.Span, call.Function, arguments[0], arguments[1]),
        _ => null,
    };

    private static Node PlanIn(CallExpr call, Node[] arguments) =>
        arguments[1] is ConstantNode { Value.Kind: CelKind.List } constant && InSetNode.TryMakeSet(constant.Value.RawList) is { } set
            ? new InSetNode(call.Span, arguments[0], set)
            : new InNode(call.Span, arguments[0], arguments[1]);

    private Node PlanPattern(CallExpr call, PatternFunctionBody body, Node[] arguments)
    {
        if (arguments[1] is not ConstantNode { Value.Kind: CelKind.String } literal)
        {
            _bag.Report(CelDiagnosticCodes.NotSupported, PatternFunctions.LiteralRequired, arguments[1].Span);
            return new FailureNode(call.Span, CelErrorCodes.NoSuchOverload, PatternFunctions.LiteralRequired);
        }

        var source = literal.Value.RawString;
        if (Pattern.TryParse(source, out var pattern, out var problem) && PatternFunctions.Allows(call.Function, pattern, out problem))
        {
            _patterns[source] = pattern;
            return call.Function == PatternFunctions.Matches
                ? new MatchNode(call.Span, arguments[0], pattern)
                : new PatternNode(call.Span, call.Function, [arguments[0], .. arguments[2..]], pattern, body);
        }

        _bag.Report(CelDiagnosticCodes.InvalidPattern, problem, literal.Span);
        return new FailureNode(literal.Span, CelErrorCodes.InvalidArgument, problem);
    }

    private CelOverload BindLiteral(CallExpr call, CelOverload overload, Node[] arguments)
    {
        var literal = overload.Literal!;
        var argument = arguments[literal.Index];
        if (argument is not ConstantNode { Value.Kind: CelKind.String } constant)
        {
            if (literal.IsRequired)
            {
                _bag.Report(CelDiagnosticCodes.NotSupported, $"this argument of `{call.Function}` must be a string literal", argument.Span);
            }

            return overload;
        }

        if (HostCall.Bind(literal.Binder, constant.Value.RawString, out var problem) is { } body)
        {
            return overload.Bound(body);
        }

        _bag.Report(CelDiagnosticCodes.InvalidLiteral, problem, constant.Span);
        return overload;
    }

    private BindNode PlanBind(BindExpr bind)
    {
        var value = Plan(bind.Value);
        var local = _depth++;
        _localCount = Math.Max(_localCount, _depth);
        _bound.Add(local, value);
        var body = Plan(bind.Body);
        _bound.Remove(local);
        _depth--;
        return new BindNode(bind.Span, local, body);
    }

    private Node PlanComprehension(ComprehensionExpr comprehension)
    {
        var range = Plan(comprehension.Range);
        var count = comprehension.Variables.Length;
        var loop = new LoopVariables(_depth, count == 2, comprehension.StepCost);
        _depth += count;
        _localCount = Math.Max(_localCount, _depth);
        var condition = comprehension.Condition is { } test ? Plan(test) : null;
        var result = comprehension.Result is { } body ? Plan(body) : null;
        _depth -= count;
        var span = comprehension.Span;
        return comprehension.Kind switch
        {
            ComprehensionKind.All => new QuantifierNode(span, range, loop, condition!, deciding: false),
            ComprehensionKind.Exists => new QuantifierNode(span, range, loop, condition!, deciding: true),
            ComprehensionKind.ExistsOne => new ExistsOneNode(span, range, loop, condition!),
            ComprehensionKind.TransformMap => new MapProjectionNode(span, range, loop, condition, result!, areEntries: false),
            ComprehensionKind.TransformMapEntry => new MapProjectionNode(span, range, loop, condition, result!, areEntries: true),
            ComprehensionKind.SortBy => new SortNode(span, range, loop, result!),
            ComprehensionKind.OptionalMap => new OptionalMapNode(span, range, loop.First, result!, isFlat: false),
            ComprehensionKind.OptionalFlatMap => new OptionalMapNode(span, range, loop.First, result!, isFlat: true),
            _ => new ProjectionNode(span, range, loop, condition, result),
        };
    }
}
