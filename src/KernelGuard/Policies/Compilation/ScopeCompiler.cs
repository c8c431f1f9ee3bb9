using System.Collections.Immutable;
using KernelGuard.Calls;
using KernelGuard.Cel;
using KernelGuard.Decisions;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Policies.Validation;
using KernelGuard.Rules;
using KernelGuard.Rules.Meters;

namespace KernelGuard.Policies.Compilation;

/// <summary>Compiles what the rules of a document share: its <c>vars</c>, in order, so that each can read those before it, and its counters.</summary>
/// <remarks>
/// Conditions and <c>vars</c> read counters; what a counter adds reads <c>vars</c>. So a <c>var</c> sees counters as dynamic numbers, and what a
/// counter adds can read no <c>var</c> that reads counters.
/// </remarks>
internal sealed class ScopeCompiler(PolicyDocument document, GuardMode mode, ConditionVocabulary vocabulary, DiagnosticBag bag)
{
    private readonly Dictionary<string, CelType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CelType> _counterTypes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _readCounters = new(StringComparer.Ordinal);

    /// <summary>The scope, and the environment in which the document's rules are compiled. A variable with errors has the type dyn there.</summary>
    public (PolicyScope Scope, CelEnvironment Environment) Compile()
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var programs = ImmutableArray.CreateBuilder<CelProgram>();
        foreach (var counter in document.Counters)
        {
            _counterTypes[counter.Name.Value] = CelType.Dyn;
        }

        foreach (var variable in document.Variables.Take(VariableNameValidator.MaxVariables))
        {
            var compilation = ExpressionCompiler.Compile(ConditionEnvironment.Create(_types, _counterTypes, vocabulary, document.Paths), variable.Expression, null, bag);
            _types[variable.Name.Value] = compilation.Program is null ? CelType.Dyn : compilation.ResultType;
            if (compilation.Program is { } program)
            {
                names.Add(variable.Name.Value);
                programs.Add(program);
                NoteCounters(variable.Name.Value, program);
            }
        }

        var counters = CompileCounters();
        var scope = new PolicyScope(document.Id?.Value ?? "", names.ToImmutable(), programs.ToImmutable())
        {
            Counters = counters,
            IsFirstMatch = document.IsFirstMatch,
            HasDefault = document.Default is not null,
            Vocabulary = vocabulary,
        };
        return (scope, ConditionEnvironment.Create(_types, _counterTypes, vocabulary, document.Paths));
    }

    private void NoteCounters(string variable, CelProgram program)
    {
        if (program.ReferencedVariables.Contains("counters") || VariablesIn(program).Any(_readCounters.Contains))
        {
            _readCounters.Add(variable);
        }
    }

    private ImmutableArray<Counter> CompileCounters()
    {
        var environment = ConditionEnvironment.Create(_types, new Dictionary<string, CelType>(), vocabulary, document.Paths);
        var meters = new MeterCompiler(environment, CheckReadsNoCounters, bag);
        var counters = ImmutableArray.CreateBuilder<Counter>();
        foreach (var definition in document.Counters)
        {
            var name = definition.Name.Value;
            var type = CelType.Int;
            // With one slash more than throttles have, whose rules may be named `counters.x`.
            if (meters.Compile(definition.Meter, $"{document.Id?.Value}/counters/{name}", ref type) is { } meter)
            {
                counters.Add(new Counter(document.Id?.Value ?? "", name, meter)
                {
                    Tools = [.. definition.Tools.Select(pattern => new ToolPattern(pattern.Value))],
                    Mode = mode,
                    IsInteger = type == CelType.Int,
                });
            }

            _counterTypes[name] = type;
        }

        return counters.ToImmutable();
    }

    private void CheckReadsNoCounters(CelProgram program, ExpressionText text)
    {
        foreach (var variable in VariablesIn(program).Where(_readCounters.Contains))
        {
            bag.Error(
                DiagnosticCodes.InvalidExpression,
                text.Span,
                $"what a counter adds cannot depend on counters, and {QuotedText.Quote($"vars.{variable}")} reads one");
        }
    }

    private static IEnumerable<string> VariablesIn(CelProgram program) =>
        program.ReferencedPaths.Select(path => path.Split('.')).Where(parts => parts is ["vars", _, ..]).Select(parts => parts[1]);
}
