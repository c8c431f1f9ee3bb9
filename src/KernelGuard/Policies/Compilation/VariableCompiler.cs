using System.Collections.Immutable;
using KernelGuard.Cel;
using KernelGuard.Policies.Documents;
using KernelGuard.Policies.Reading;
using KernelGuard.Policies.Validation;
using KernelGuard.Rules;

namespace KernelGuard.Policies.Compilation;

/// <summary>Compiles the <c>vars</c> of a document in order, so that each can read those before it.</summary>
internal static class VariableCompiler
{
    /// <summary>The variables, and the environment in which the document's rules are compiled. A variable with errors has the type dyn there.</summary>
    public static (PolicyVariables Variables, CelEnvironment Environment) Compile(
        PolicyDocument document, ConditionVocabulary vocabulary, DiagnosticBag bag)
    {
        var types = new Dictionary<string, CelType>(StringComparer.Ordinal);
        var names = ImmutableArray.CreateBuilder<string>();
        var programs = ImmutableArray.CreateBuilder<CelProgram>();
        var environment = ConditionEnvironment.Create(types, vocabulary);
        foreach (var variable in document.Variables.Take(VariableNameValidator.MaxVariables))
        {
            var compilation = ExpressionCompiler.Compile(environment, variable.Expression, null, bag);
            types[variable.Name.Value] = compilation.Program is null ? CelType.Dyn : compilation.ResultType;
            environment = ConditionEnvironment.Create(types, vocabulary);
            if (compilation.Program is { } program)
            {
                names.Add(variable.Name.Value);
                programs.Add(program);
            }
        }

        var variables = new PolicyVariables(document.Id?.Value ?? "", names.ToImmutable(), programs.ToImmutable()) { Vocabulary = vocabulary };
        return (variables, environment);
    }
}
