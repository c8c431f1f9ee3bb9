using KernelGuard.Policies;
using Xunit;

namespace KernelGuard.Tests.Policies;

public sealed class PolicyDiagnosticFormatterTests
{
    [Fact]
    public void Format_Error_UnderlinesTheSource()
    {
        var result = PolicyLoader.Load([new PolicySource("support.yaml", DiagnosticCase.Header + "  - id: b\n    tool: X\n    effect: allow\n    efect: deny\n")]);

        Assert.Equal(
            """
            error[unknown_key]: unknown key `efect`
              --> support.yaml:7:5
              |     efect: deny
              |     ^^^^^
              help: did you mean `effect`?

            """.ReplaceLineEndings("\n"),
            PolicyDiagnosticFormatter.Format(result.Diagnostics));
    }

    [Fact]
    public void Format_Warning_SaysSo() =>
        Assert.StartsWith(
            "warning[nothing_permitted]: ",
            PolicyDiagnosticFormatter.Format(PolicyLoader.Load([new PolicySource("a", DiagnosticCase.Header + "  - { id: b, tool: X, effect: deny }")]).Diagnostics),
            StringComparison.Ordinal);

    [Fact]
    public void Format_FindingWithoutAPlace_NamesTheFile() =>
        Assert.Equal(
            "error[empty_document]: the document is empty\n  --> a\n",
            PolicyDiagnosticFormatter.Format(PolicyLoader.Load([new PolicySource("a", "")]).Diagnostics));

    [Fact]
    public void Format_LongLine_ShowsAWindowAroundTheUnderline()
    {
        var text = "{ kernelguard: 1, policy: p, description: \"" + new string('x', 5000) + "\", rulez: [] }";

        var lines = PolicyDiagnosticFormatter.Format(PolicyLoader.Load([new PolicySource("a", text)]).Diagnostics[^1]).Split('\n');

        Assert.Equal("rulez", lines[2].Substring(lines[3].IndexOf('^', StringComparison.Ordinal), 5));
        Assert.True(lines[2].Length < 200);
    }

    [Fact]
    public void Format_TabBeforeTheUnderline_KeepsTheUnderlineInPlace()
    {
        var lines = PolicyDiagnosticFormatter.Format(PolicyLoader.Load([new PolicySource("a", "kernelguard: 1\t\t# x\npolicy: p\nrules: []\t\t\nrulez:\t\t1")]).Diagnostics[^1]).Split('\n');

        Assert.Equal(("  | rulez:  1", "  | ^^^^^"), (lines[2], lines[3]));
    }
}
