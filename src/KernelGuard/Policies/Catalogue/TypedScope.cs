using KernelGuard.Cel;
using KernelGuard.Cel.Diagnostics;
using KernelGuard.Policies.Compilation;

namespace KernelGuard.Policies.Catalogue;

/// <summary>What the expressions of a document mean for the arguments of one tool. Not thread-safe.</summary>
/// <param name="document">The document.</param>
/// <param name="arguments">The type of the arguments.</param>
internal sealed class TypedScope(CompiledDocument document, CelType arguments)
{
    // What schemas leave unbounded is taken to be of the size of usual arguments, so that only what multiplies is found.
    private const int UsualInputChars = 4_096;
    private readonly Dictionary<int, CelType> _types = [];
    private CelEnvironment? _environment;

    /// <summary>What is wrong with an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="variables">The variables that it reads and whose types follow from arguments, those before it included, in order.</param>
    public IReadOnlyList<CelDiagnostic> Check(ArgumentExpression expression, IEnumerable<int> variables)
    {
        foreach (var variable in variables.Where(variable => !_types.ContainsKey(variable)))
        {
            _types[variable] = Environment.Compile(document.Scope.Programs[variable].Source).ResultType;
            _environment = null;
        }

        return [.. Environment.Compile(expression.Source, expression.Type).Diagnostics.Where(found => found.Severity == CelSeverity.Error)];
    }

    private CelEnvironment Environment => _environment ??= Create();

    private CelEnvironment Create()
    {
        var limits = document.Environment.Limits with
        {
            AssumedInputChars = UsualInputChars,
            MaxEstimatedCost = document.Environment.Limits.MaxCostPerExpression,
        };
        var builder = document.Environment.Extend().WithLimits(limits).AddVariable("args", arguments);
        if (_types.Count == 0)
        {
            return builder.Build();
        }

        var (names, programs) = (document.Scope.Names, document.Scope.Programs);
        var fields = Enumerable.Range(0, names.Length)
            .ToDictionary(i => names[i], i => new CelField(_types.GetValueOrDefault(i, programs[i].ResultType), Optional: false));
        return builder.AddVariable("vars", CelType.Object("vars", fields)).Build();
    }
}
