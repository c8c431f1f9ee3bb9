using KernelGuard.Cel;
using KernelGuard.Rules;
using KernelGuard.Rules.Addresses;
using Xunit;

namespace KernelGuard.Tests.Rules.Addresses;

/// <summary>Evaluates conditions on one argument <c>s</c>.</summary>
internal static class Conditions
{
    public static CelProgram Compile(string condition, PathStyle paths = PathStyle.Posix)
    {
        var compilation = Environment(paths).Compile(condition);
        Assert.Empty(compilation.Diagnostics);
        return compilation.Program!;
    }

    public static CelEnvironment Environment(PathStyle paths) => ConditionEnvironment.Create(new Dictionary<string, CelType>(), new Dictionary<string, CelType>(), ConditionVocabulary.None, paths);

    public static CelValue Evaluate(CelProgram program, object? text)
    {
        var variables = new CelVariables(Environment(PathStyle.Posix));
        variables.SetObject("args", new Dictionary<string, object?> { ["s"] = text });
        return program.Evaluate(variables);
    }

    /// <summary>The value as an expression would write it, or <c>error</c>.</summary>
    public static string Run(CelProgram program, object? text)
    {
        var value = Evaluate(program, text);
        Assert.True(value.ErrorValue is null or { Code: CelErrorCodes.InvalidArgument or CelErrorCodes.NoSuchOverload or CelErrorCodes.Unreadable }, value.ToString());
        return value.IsError ? "error" : value.ToString();
    }
}
