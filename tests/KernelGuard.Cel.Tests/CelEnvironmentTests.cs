using Xunit;

namespace KernelGuard.Cel.Tests;

public sealed class CelEnvironmentTests
{
    private static readonly CelEnvironment _environment = CelEnvironment.CreateBuilder()
        .AddVariable("args", CelType.Dyn)
        .AddVariable("agent", CelType.Dyn)
        .Build();

    [Theory]
    [InlineData(501, "support", true)]
    [InlineData(500, "support", false)]
    [InlineData(501, "finance", false)]
    public void Compile_PolicyCondition_Evaluates(int amount, string role, bool expected)
    {
        var compilation = _environment.Compile("args.amount > 500 && !(agent.role in [\"finance\"])", CelType.Bool);
        var variables = new CelVariables(_environment)
            .SetObject("args", new Dictionary<string, object?> { ["amount"] = amount })
            .SetObject("agent", new Dictionary<string, object?> { ["role"] = role });

        Assert.Empty(compilation.Diagnostics);
        Assert.Equal(CelValue.FromBool(expected), compilation.Program!.Evaluate(variables));
    }
}
