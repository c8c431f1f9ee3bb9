using System.Text.Json;
using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel.Tests.Conformance;

/// <summary>Runs one vector; the outcome is null if it passes, else what went wrong.</summary>
internal static class ConformanceRun
{
    // The vectors nest comprehensions more deeply than a policy should.
    private static readonly CelLimits _limits = CelLimits.Default with { MaxComprehensionNesting = 16 };

    public static string? Run(JsonElement vector)
    {
        var environment = Declare(vector);
        var source = vector.GetProperty("expr").GetString()!;
        var isUnchecked = vector.GetProperty("disable_check").GetBoolean();
        var compilation = isUnchecked ? environment.CompileUnchecked(source) : environment.Compile(source);
        var expect = vector.GetProperty("expect");
        if (compilation.Program is null)
        {
            var isParseError = compilation.Diagnostics.Any(d => d.Code is CelDiagnosticCodes.SyntaxError or CelDiagnosticCodes.InvalidLiteral);
            return expect.TryGetProperty("eval_error", out _) && !isParseError ? null : CelDiagnosticFormatter.Format(source, compilation.Diagnostics);
        }

        if (expect.TryGetProperty("typed_result", out var typed))
        {
            var expected = ConformanceValues.ReadType(typed.GetProperty("deduced_type"));
            if (!expected.Equals(compilation.ResultType))
            {
                return $"type {compilation.ResultType}, not {expected}";
            }

            return vector.GetProperty("check_only").GetBoolean() || typed.GetProperty("result").ValueKind == JsonValueKind.Null
                ? null
                : Compare(typed.GetProperty("result"), Evaluate(environment, compilation.Program, vector));
        }

        var value = Evaluate(environment, compilation.Program, vector);
        return expect.TryGetProperty("value", out var wanted) ? Compare(wanted, value) : value.IsError ? null : $"{value}, not an error";
    }

    private static string? Compare(JsonElement wanted, CelValue value)
    {
        var expected = ConformanceValues.Read(wanted);
        return ConformanceValues.AreSame(expected, value) ? null : $"{value}, not {expected}";
    }

    private static CelValue Evaluate(CelEnvironment environment, CelProgram program, JsonElement vector)
    {
        var variables = new CelVariables(environment);
        foreach (var binding in vector.GetProperty("bindings").EnumerateObject())
        {
            variables.Set(binding.Name, ConformanceValues.Read(binding.Value.GetProperty("value")));
        }

        return program.Evaluate(variables);
    }

    private static CelEnvironment Declare(JsonElement vector)
    {
        var builder = CelEnvironment.CreateBuilder().WithContainer(vector.GetProperty("container").GetString()!).WithLimits(_limits);
        foreach (var declaration in vector.GetProperty("type_env").EnumerateArray())
        {
            var name = declaration.GetProperty("name").GetString()!;
            if (declaration.GetProperty("kind").GetString() == "variable")
            {
                builder.AddVariable(name, ConformanceValues.ReadType(declaration.GetProperty("type")));
                continue;
            }

            foreach (var overload in declaration.GetProperty("overloads").EnumerateArray())
            {
                var parameters = overload.GetProperty("params").EnumerateArray().Select(ConformanceValues.ReadType).ToArray();
                builder.AddFunction(new CelFunction(
                    name, CelOverload.Global(ConformanceValues.ReadType(overload.GetProperty("result")), _ => CelValue.Null, parameters)));
            }
        }

        foreach (var binding in vector.GetProperty("bindings").EnumerateObject())
        {
            if (!builder.Build().TryGetSlot(binding.Name, out _))
            {
                builder.AddVariable(binding.Name, CelType.Dyn);
            }
        }

        return builder.Build();
    }
}
