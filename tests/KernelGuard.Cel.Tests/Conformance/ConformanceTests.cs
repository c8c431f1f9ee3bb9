using System.Text.Json;
using Xunit;

namespace KernelGuard.Cel.Tests.Conformance;

public sealed class ConformanceTests(ITestOutputHelper output)
{
    /// <summary>Vectors that are not run, by a part of their id, with the reason.</summary>
    private static readonly Dictionary<string, string> _skipped = new()
    {
        ["string_ext/format/"] = "the function format is not part of this engine yet",
        ["string_ext/format_errors/"] = "the function format is not part of this engine yet",
        ["string_ext/quote/"] = "the function strings.quote is not part of this engine yet",
        ["type_deduction/flexible_type_parameter_assignment/optional"] = "optional values are not part of this engine yet",
    };

    [Theory]
    [InlineData("basic")]
    [InlineData("comparisons")]
    [InlineData("conversions")]
    [InlineData("fields")]
    [InlineData("fp_math")]
    [InlineData("integer_math")]
    [InlineData("lists")]
    [InlineData("logic")]
    [InlineData("macros")]
    [InlineData("namespace")]
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
        var skipped = 0;
        foreach (var vector in vectors)
        {
            var id = vector.GetProperty("id").GetString()!;
            if (_skipped.Keys.Any(part => id.StartsWith(part, StringComparison.Ordinal)) || NeedsOptionals(vector))
            {
                skipped++;
            }
            else if (ConformanceRun.Run(vector) is { } problem)
            {
                failures.Add($"{id}: {vector.GetProperty("expr")}\n{problem}");
            }
        }

        output.WriteLine($"{file}: {vectors.Count - skipped - failures.Count} passed, {skipped} skipped, {failures.Count} failed");
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

    private static bool NeedsOptionals(JsonElement vector) =>
        vector.GetProperty("needs").EnumerateArray().Any(need => need.GetString() == "ext:optionals");

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
