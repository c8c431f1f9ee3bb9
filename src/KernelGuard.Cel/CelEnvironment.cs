using KernelGuard.Cel.Checking;
using KernelGuard.Cel.Diagnostics;
using KernelGuard.Cel.Estimation;
using KernelGuard.Cel.Evaluation;
using KernelGuard.Cel.Library;
using KernelGuard.Cel.Syntax;
using KernelGuard.Cel.Tracing;
using KernelGuard.Cel.Wording;

namespace KernelGuard.Cel;

/// <summary>What expressions can name: variables with their types, and functions. Immutable and thread-safe.</summary>
public sealed class CelEnvironment
{
    private readonly CelEnvironment? _base;
    private readonly IReadOnlyDictionary<string, VariableDeclaration> _variables;
    private readonly IReadOnlyDictionary<string, CelFunction> _functions;

    internal CelEnvironment(
        CelEnvironment? baseEnvironment,
        IReadOnlyDictionary<string, VariableDeclaration> variables,
        IReadOnlyDictionary<string, CelFunction> functions,
        string container,
        CelExtensions extensions,
        CelLimits limits,
        int slotCount)
    {
        Extensions = extensions;
        _base = baseEnvironment;
        _variables = variables;
        _functions = functions;
        Container = container;
        Limits = limits;
        SlotCount = slotCount;
    }

    /// <summary>Gets the name under which short names are looked up first; empty for none.</summary>
    public string Container { get; }

    /// <summary>Gets the extensions of the language that expressions can use.</summary>
    public CelExtensions Extensions { get; }

    /// <summary>Gets the limits of compilation and evaluation.</summary>
    public CelLimits Limits { get; }

    /// <summary>Gets the number of variables, which is above every slot.</summary>
    public int SlotCount { get; }

    /// <summary>Starts an environment with the standard functions, all extensions, and no variables.</summary>
    public static CelEnvironmentBuilder CreateBuilder() => new(null);

    /// <summary>Starts an environment that adds to this one. Cheap: nothing is copied.</summary>
    public CelEnvironmentBuilder Extend() => new(this);

    /// <summary>Finds the slot of a variable.</summary>
    /// <param name="name">The name of the variable.</param>
    /// <param name="slot">The index in the order of declaration, from 0.</param>
    /// <returns>True if the variable is declared.</returns>
    public bool TryGetSlot(string name, out int slot)
    {
        var declaration = FindVariable(name);
        slot = declaration?.Slot ?? -1;
        return declaration is not null;
    }

    /// <summary>Compiles an expression. Never throws for any source.</summary>
    /// <param name="source">The text of the expression.</param>
    /// <param name="expectedResult">The type that the result must have, or null for any.</param>
    public CelCompilation Compile(string source, CelType? expectedResult = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        var bag = new DiagnosticBag();
        var parsed = Parser.Parse(source, Limits, Extensions, bag);
        var check = TypeChecker.Check(this, parsed, bag);
        var resultType = check.TypeOf(parsed.Root);
        if (expectedResult is not null && !bag.HasErrors && !check.IsAssignable(expectedResult, resultType))
        {
            var message = $"the expression is `{resultType}` where `{expectedResult}` is required";
            bag.Report(CelDiagnosticCodes.WrongType, message, parsed.Root.Span);
        }

        var program = bag.HasErrors ? null : Build(source, parsed, check, bag);
        return new CelCompilation(bag.HasErrors ? null : program, bag.Diagnostics, resultType);
    }

    /// <summary>Compiles an expression without refusing what the checker finds; the language defines that too.</summary>
    internal CelCompilation CompileUnchecked(string source)
    {
        var bag = new DiagnosticBag();
        var parsed = Parser.Parse(source, Limits, Extensions, bag);
        if (bag.HasErrors)
        {
            return new CelCompilation(null, bag.Diagnostics, CelType.Dyn);
        }

        var check = TypeChecker.Check(this, parsed, new DiagnosticBag());
        return new CelCompilation(Build(source, parsed, check, bag), bag.Diagnostics, CelType.Dyn);
    }

    internal VariableDeclaration? FindVariable(string name)
    {
        for (var environment = this; environment is not null; environment = environment._base)
        {
            if (environment._variables.TryGetValue(name, out var declaration))
            {
                return declaration;
            }
        }

        return null;
    }

    internal CelFunction? FindFunction(string name)
    {
        for (var environment = this; environment is not null; environment = environment._base)
        {
            if (environment._functions.TryGetValue(name, out var function))
            {
                return function;
            }
        }

        return FunctionTable.For(Extensions).Find(name);
    }

    internal IEnumerable<string> VariableNames() => (_base?.VariableNames() ?? []).Concat(_variables.Keys).Distinct();

    internal IEnumerable<string> FunctionNames() => (_base?.FunctionNames() ?? FunctionTable.For(Extensions).Names).Concat(_functions.Keys).Distinct();

    private CelProgram Build(string source, ParsedExpression parsed, CheckResult check, DiagnosticBag bag)
    {
        var plan = Planner.Plan(parsed, check, Limits, bag);
        var estimator = new CostEstimator(parsed, check, Limits, plan.Patterns);
        var cost = estimator.Estimate(parsed.Root);
        if (cost > Limits.MaxEstimatedCost)
        {
            var message = $"the expression can cost {cost} units of work where {Limits.MaxEstimatedCost} are allowed";
            var span = estimator.Culprit(parsed.Root, Limits.MaxEstimatedCost).Span;
            bag.Report(CelDiagnosticCodes.CostExceeded, message, span, "bound the sizes of what it reads, or do less for each element");
        }

        return new CelProgram(this, source, check.TypeOf(parsed.Root), plan, cost);
    }

    /// <summary>Says a source that compiles in words.</summary>
    internal string ToWords(string source) => new ExpressionWords(source).Of(Parser.Parse(source, Limits, Extensions, new DiagnosticBag()).Root);

    /// <summary>Evaluates a source that compiles, with the value of every part.</summary>
    internal CelTrace Trace(string source, CelActivation activation)
    {
        var bag = new DiagnosticBag();
        var parsed = Parser.Parse(source, Limits, Extensions, bag);
        var check = TypeChecker.Check(this, parsed, bag);
        var values = new CelValue?[parsed.NodeCount];
        var plan = Planner.Plan(parsed, check, Limits, bag, values);
        var value = activation.Run(plan.Root, plan.LocalCount, Limits);
        return new CelTrace(source, parsed, check, values, value);
    }
}
