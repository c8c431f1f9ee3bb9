using Xunit;

namespace KernelGuard.Cel.Tests.Conformance;

public sealed class ConformanceTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("basic")]
    [InlineData("bindings_ext")]
    [InlineData("comparisons")]
    [InlineData("conversions")]
    [InlineData("encoders_ext")]
    [InlineData("fields")]
    [InlineData("fp_math")]
    [InlineData("integer_math")]
    [InlineData("lists")]
    [InlineData("logic")]
    [InlineData("macros")]
    [InlineData("macros2")]
    [InlineData("math_ext")]
    [InlineData("namespace")]
    [InlineData("network_ext")]
    [InlineData("optionals")]
    [InlineData("parse")]
    [InlineData("plumbing")]
    [InlineData("string")]
    [InlineData("string_ext")]
    [InlineData("timestamps")]
    [InlineData("type_deduction")]
    public void Vectors_OfFile_Pass(string file)
    {
        var vectors = ConformanceData.Read(Folder(), $"vectors/{file}.json");
        var failures = new List<string>();
        foreach (var vector in vectors)
        {
            if (ConformanceRun.Run(vector) is { } problem)
            {
                failures.Add($"{vector.GetProperty("id")}: {vector.GetProperty("expr")}\n{problem}");
            }
        }

        output.WriteLine($"{file}: {vectors.Count - failures.Count} of {vectors.Count} passed");
        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    [Fact]
    public void ParseErrors_Derived_AreRejected()
    {
        var environment = CelEnvironment.CreateBuilder().AddVariable("a", CelType.Dyn).AddVariable("b", CelType.Dyn).Build();
        var accepted = ConformanceData.Read(Folder(), "derived/parse_errors.json")
            .Where(vector => environment.CompileUnchecked(vector.GetProperty("expr").GetString()!).Diagnostics.Count == 0)
            .Select(vector => vector.GetRawText())
            .ToList();

        Assert.Empty(accepted);
    }

    [Fact]
    public void Whitespace_Derived_IsIgnored()
    {
        var environment = CelEnvironment.CreateBuilder().Build();
        foreach (var vector in ConformanceData.Read(Folder(), "derived/whitespace.json"))
        {
            var compilation = environment.Compile(vector.GetProperty("expr").GetString()!);
            Assert.Equal(CelValue.FromInt(1), compilation.Program!.Evaluate(new CelVariables(environment)));
        }
    }

    private static string Folder()
    {
        if (ConformanceData.Folder is { } folder)
        {
            return folder;
        }

        Assert.Skip("the conformance vectors are not beside the repository");
        return "";
    }
}
