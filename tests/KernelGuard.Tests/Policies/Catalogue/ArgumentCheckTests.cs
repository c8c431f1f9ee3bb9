using System.Text.Json;
using KernelGuard.Policies;
using KernelGuard.Tests.Root;
using KernelGuard.Tools;
using Xunit;

namespace KernelGuard.Tests.Policies.Catalogue;

public sealed class ArgumentCheckTests
{
    private static readonly ToolDescriptor Pay = Tool("Pay", """{"amount":{"type":"number"},"to":{"type":"string"}}""");

    [Theory]
    [InlineData("args.amuont > 5", "`args` has no field `amuont`")]
    [InlineData("args.amount > \"5\"", "`>` does not take `double` and `string`")]
    [InlineData("has(args.x)", "`args` has no field `x`")]
    [InlineData("args.to.lowerAscii() > args.amount", "`>` does not take `string` and `double`")]
    [InlineData("args[\"amuont\"] > 5", "`args` has no field `amuont`")]
    [InlineData("args.to", "the expression is `string` where `bool` is required")]
    public void Create_ToolOfTheHostDoesNotHaveTheArgument_Fails(string when, string cause)
    {
        var thrown = Assert.Throws<PolicyLoadException>(() => Create($"id: r, tool: Pay, effect: allow, when: '{when}'", Pay));

        var finding = Assert.Single(thrown.Diagnostics);
        Assert.Equal((DiagnosticCodes.ArgumentMismatch, $"this does not fit the arguments of `Pay`: {cause}"), (finding.Code, finding.Message));
        Assert.Equal(4, finding.Line);
    }

    [Theory]
    [InlineData("Pay", "args.amount > 5 && args.to != \"x\"")]
    [InlineData("*", "args.amount > 5")]
    [InlineData("Unknown", "args.anything > 5")]
    [InlineData("Open", "args.anything > 5")]
    [InlineData("[Pay, Unknown]", "args.a > 5 || args.b")]
    public async Task Create_ExpressionMayFit_Succeeds(string tool, string when)
    {
        await using var guard = Create($"id: r, tool: \"{tool}\", effect: allow, when: '{when}'".Replace("\"[", "[", StringComparison.Ordinal).Replace("]\"", "]", StringComparison.Ordinal), Pay, new ToolDescriptor("Open"));

        Assert.StartsWith("sha256:", guard.PolicyDigest, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_SchemaOfTheHost_CountsInsteadOfTheDocuments()
    {
        const string Policy = "kernelguard: 1\npolicy: p\ntools: { Pay: { args: { type: object, properties: { sum: {} } } } }\nrules: [{ id: r, tool: Pay, effect: allow, when: args.sum > 5 }]";
        using var folder = new PolicyFolder(Policy);

        Assert.Throws<PolicyLoadException>(() => ToolCallGuard.Create(folder.Path, options => options.Tools = [Pay]));
        Assert.False(PolicyText.Load(Policy).HasErrors);
    }

    [Fact]
    public void CheckTools_PatternOverManyTools_IsWrongOnlyWhereItFitsNone()
    {
        var set = PolicyText.LoadRules("id: a, tool: \"*\", effect: allow, when: args.amount > 5", "id: b, tool: \"*\", effect: allow, when: args.amuont > 5");

        var findings = set.CheckTools([Pay, .. Enumerable.Range(0, 200).Select(i => Tool($"T{i}", """{"other":{}}"""))]);

        Assert.Equal([5], findings.Where(finding => finding.Severity == PolicySeverity.Error).Select(finding => finding.Line));
        Assert.DoesNotContain(set.CheckTools([Pay, new ToolDescriptor("Open")]), finding => finding.Severity == PolicySeverity.Error);
    }

    [Fact]
    public void Load_ManyRulesOfToolsWithSchemas_FindsTheOneThatIsWrong()
    {
        var tools = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"  T{i}: {{ args: {{ type: object, properties: {{ n: {{ type: number }} }} }} }}\n"));
        var rules = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"  - {{ id: r{i}, tool: T{i}, effect: allow, when: args.{(i == 9_999 ? "m" : "n")} < {i} }}\n"));

        var result = PolicyText.Load(
            $"kernelguard: 1\npolicy: a\ntools:\n{tools}rules: [{{ id: r, tool: X, effect: deny }}]", DiagnosticCase.Header + rules);

        Assert.Equal(10_003, Assert.Single(result.Diagnostics).Line);
    }

    private static ToolDescriptor Tool(string name, string properties) =>
        new(name, parameters: JsonElement.Parse($$"""{"type":"object","properties":{{properties}}}"""));

    private static ToolCallGuard Create(string rule, params ToolDescriptor[] tools)
    {
        using var folder = new PolicyFolder(DiagnosticCase.Header + $"  - {{ {rule} }}\n");
        return ToolCallGuard.Create(folder.Path, options => options.Tools = [.. tools]);
    }
}
