using KernelGuard.Cel.Diagnostics;

namespace KernelGuard.Cel.Tests;

/// <summary>Compiles and evaluates expressions, and writes what comes out in a form that fits into a table.</summary>
internal static class Expressions
{
    public static readonly CelEnvironment Standard = CelEnvironment.CreateBuilder()
        .AddVariable("x", CelType.Dyn)
        .AddVariable("args", CelType.Dyn)
        .Build();

    /// <summary>Gives the value as an expression would write it, <c>error: code</c>, or <c>diagnostic: code</c>.</summary>
    public static string Run(string source) => Run(Standard, source, null);

    public static string Run(CelEnvironment environment, string source, Action<CelVariables>? set)
    {
        var compilation = environment.Compile(source);
        if (compilation.Program is null)
        {
            return $"diagnostic: {compilation.Diagnostics[0].Code}";
        }

        var variables = new CelVariables(environment);
        set?.Invoke(variables);
        var value = compilation.Program.Evaluate(variables);
        return value.ErrorValue is { } error ? $"error: {error.Code}" : value.ToString();
    }

    /// <summary>Gives the type of an expression, or the code of the first diagnostic.</summary>
    public static string TypeOf(CelEnvironment environment, string source)
    {
        var compilation = environment.Compile(source);
        return compilation.Program is null ? $"diagnostic: {compilation.Diagnostics[0].Code}" : compilation.ResultType.ToString();
    }

    public static string Diagnose(CelEnvironment environment, string source) =>
        CelDiagnosticFormatter.Format(source, environment.Compile(source).Diagnostics);
}
