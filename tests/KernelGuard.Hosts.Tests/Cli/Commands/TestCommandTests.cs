using System.Text.Json;
using KernelGuard.Hosts.Tests.Cli.Testing;

namespace KernelGuard.Hosts.Tests.Cli.Commands;

public sealed class TestCommandTests
{
    private const string Rules = """
        rules:
          - { id: small, tool: Pay, when: args.n < 100, effect: allow }
          - { id: big, tool: Pay, when: args.n > 500, effect: deny, code: too_big, reason: Too big. }
        """;

    private const string Passing = """
        cases:
          - { name: small, call: { tool: Pay, args: { n: 1 } }, expect: { decision: allow, rule: small, policy: p, code: null, reason: null } }
          - { name: BIG, call: { tool: Pay, args: { n: 501 } }, expect: { decision: deny, status: denied, code: too_big, reason: Too big., effective_args: null } }
        """;

    [Fact]
    [Trait("Requirement", "S1-28")]
    [Trait("Requirement", "S3-47")]
    [Trait("Requirement", "S4-58")]
    [Trait("Requirement", "S4-88")]
    public async Task Test_AllCasesAsExpected_IsFine()
    {
        using var folder = new CaseFolder(Rules, Passing);

        var result = (await folder.TestAsync("--min-coverage", "100")).Expect(0);

        Assert.Equal($"coverage of {folder.Policies}: 100 % (4 of 4 rules and branches)\ncases: 2; failed: 0\n", result.Output);
    }

    [Fact]
    [Trait("Requirement", "S1-28")]
    public async Task Test_CaseThatIsNotAsExpected_ShowsDifferencesAndRules()
    {
        using var folder = new CaseFolder(Rules, Passing.Replace("rule: small", "rule: big", StringComparison.Ordinal));

        var result = (await folder.TestAsync()).Expect(1);

        Assert.StartsWith($"failed: small\n  --> {folder["policies/tests/p.cases.yaml"]}:2\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("part  expected  actual\nrule  \"big\"     \"small\"\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("p/small  allow   matched      args.n < 100\np/big    deny    not matched  args.n > 500\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("cases: 2; failed: 1\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_Json_HasResultsDifferencesAndCoverage()
    {
        using var folder = new CaseFolder(Rules, Passing.Replace("rule: small", "rule: null", StringComparison.Ordinal));

        var json = (await folder.TestAsync("--json")).Expect(1).Json;

        Assert.False(json.GetProperty("ok").GetBoolean());
        Assert.Equal((2, 1), (json.GetProperty("cases").GetInt32(), json.GetProperty("failed").GetInt32()));
        var suite = json.GetProperty("suites")[0];
        var (failed, passed) = (suite.GetProperty("results")[0], suite.GetProperty("results")[1]);
        Assert.Equal(("small", 2, false), (failed.GetProperty("name").GetString(), failed.GetProperty("line").GetInt32(), failed.GetProperty("ok").GetBoolean()));
        var difference = failed.GetProperty("differences")[0];
        Assert.Equal(("rule", JsonValueKind.Null, "small"), (difference.GetProperty("key").GetString(), difference.GetProperty("expected").ValueKind, difference.GetProperty("actual").GetString()));
        Assert.Equal("matched", failed.GetProperty("rules")[0].GetProperty("outcome").GetString());
        Assert.True(passed.GetProperty("ok").GetBoolean());
        Assert.Equal((100, 4, 0), (suite.GetProperty("coverage").GetProperty("percent").GetInt32(), suite.GetProperty("coverage").GetProperty("total").GetInt32(), suite.GetProperty("coverage").GetProperty("missing").GetArrayLength()));
    }

    [Theory]
    [InlineData("Big", 1, 0)]
    [InlineData("i", 1, 0)]
    [InlineData("", 2, 0)]
    [InlineData("nothing", 0, 2)]
    public async Task Test_Filter_RunsCasesByNameWithoutMeasuring(string filter, int cases, int exitCode)
    {
        using var folder = new CaseFolder(Rules, Passing);

        var result = (await folder.TestAsync("--filter", filter)).Expect(exitCode);

        Assert.Equal(cases == 0 ? "" : $"cases: {cases}; failed: 0\n", result.Output);
        Assert.Equal(cases == 0 ? "error: no case has such a name\n" : "", result.Error);
    }

    [Theory]
    [InlineData("75", 0)]
    [InlineData("74.9", 0)]
    [InlineData("75.1", 1)]
    [InlineData("76", 1)]
    [Trait("Requirement", "S4-88")]
    public async Task Test_MinCoverage_BelowIt_IsAFinding(string min, int exitCode)
    {
        using var folder = new CaseFolder(Rules, """
            cases:
              - { name: neither, call: { tool: Pay, args: { n: 100 } }, expect: { code: no_rule } }
              - { name: small, call: { tool: Pay, args: { n: 1 } }, expect: { decision: allow } }
            """);

        var result = (await folder.TestAsync("--min-coverage", min)).Expect(exitCode);

        Assert.Contains("75 % (3 of 4 rules and branches)\n  p/big: never matched\ncases: 2; failed: 0\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_Folder_FindsCasesAtAnyDepth()
    {
        using var folder = new CaseFolder(Rules, Passing);
        folder.Write("deep/er/q.yaml", "kernelguard: 1\npolicy: q\nrules: [{ id: a, tool: A, effect: allow }]");
        folder.Write("deep/er/tests/q.cases.json", """{"cases":[{"name":"a","call":{"tool":"A"},"expect":{"policy":"q"}}]}""");
        folder.Write("deep/er/tests/tools.json", "[]");
        folder.Write("deep/not-tests/r.cases.yaml", "no cases");

        var result = (await CliCall.RunAsync("test", folder["."])).Expect(0);

        Assert.Equal(2, result.Output.Split("coverage of ").Length - 1);
        Assert.EndsWith("cases: 3; failed: 0\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_File_TestsThePoliciesAboveItsFolder()
    {
        using var folder = new CaseFolder(Rules, Passing);
        var other = folder.Write("elsewhere/x.cases.yaml", Passing);
        var beside = folder["policies/tests/p.cases.yaml"];

        (await CliCall.RunAsync("test", beside, beside)).Expect(0);
        (await CliCall.RunAsync("test", other, "--policy", folder["policies/p.yaml"])).Expect(0);
        Assert.Contains("--policy", (await CliCall.RunAsync("test", other)).Expect(2).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policies/tests")]
    [InlineData("./policies/tests/")]
    [InlineData(".")]
    public async Task Test_RelativeFolder_IsFound(string path)
    {
        using var folder = new CaseFolder(Rules, Passing);

        (await CliProcess.RunAsync(["test", path], workingFolder: folder["."])).Expect(0);
        (await CliProcess.RunAsync(["test", "p.cases.yaml"], workingFolder: folder["policies/tests"])).Expect(0);
    }

    [Fact]
    public async Task Test_NoCases_CannotRun()
    {
        using var folder = new TestFolder();
        folder.Write("p.yaml", "kernelguard: 1");

        Assert.Contains("holds no cases", (await CliCall.RunAsync("test", folder.Path)).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("no such file", (await CliCall.RunAsync("test", folder["absent"])).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_PolicyWithErrors_CannotRun()
    {
        using var folder = new CaseFolder("rules: [{ id: a, tool: A, efect: allow }]", Passing);

        Assert.Contains("unknown key `efect`", (await folder.TestAsync()).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_Tools_AreCheckedAndConvertArguments()
    {
        using var folder = new CaseFolder(Rules, """
            tools: tools.json
            cases:
              - { name: converted, call: { tool: Pay, args: { n: "1" } }, expect: { decision: allow, effective_args: { n: 1 } } }
              - { name: unknown, call: { tool: Buy }, expect: { code: unknown_tool } }
            """);
        const string Integer = """[{"name":"Pay","parameters":{"type":"object","properties":{"n":{"type":"integer"}}}}]""";
        folder.Write("policies/tests/tools.json", Integer);
        (await folder.TestAsync()).Expect(0);

        folder.Write("policies/tests/tools.json", "{}");
        (await folder.TestAsync()).Expect(2);
        (await folder.TestAsync("--tools", folder.Write("all.json", Integer))).Expect(0);
    }

    [Theory]
    [InlineData("tr_TR")]
    [InlineData("ar_SA")]
    [InlineData("de_DE")]
    public async Task Test_AnyCulture_PrintsTheSame(string culture)
    {
        using var folder = new CaseFolder(Rules, Passing);

        var result = (await CliProcess.RunAsync(["test", "policies", "--filter", "big"], culture: culture, workingFolder: folder["."])).Expect(0);

        Assert.Equal("cases: 1; failed: 0\n", result.Output);
    }
}
