using System.Text.RegularExpressions;
using KernelGuard.Calls;
using KernelGuard.Decisions;
using Xunit;

namespace KernelGuard.Tests.Decisions;

public sealed partial class GuardCodesTests
{
    [Fact]
    [Trait("Requirement", "S4-15")]
    public void All_ComparedWithTheDocument_IsTheSame()
    {
        var document = Repository.Read("docs/diagnostics.md");
        var section = document[document.IndexOf("## Guard codes", StringComparison.Ordinal)..];

        Assert.Equal(GuardCodes.All.Order(), CodeRow().Matches(section).Select(m => m.Groups[1].Value).Order());
    }

    [Fact]
    public void All_Constants_AreIncluded() => Assert.Superset(
        typeof(GuardCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!).ToHashSet(), GuardCodes.All.ToHashSet());

    [Fact]
    public void For_EveryKind_HasACodeOfItsOwn()
    {
        var codes = Enum.GetValues<CallProblemKind>().Select(GuardCodes.For).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.DoesNotContain(GuardCodes.GuardFailure, codes);
    }

    [GeneratedRegex(@"^\| `([a-z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex CodeRow();
}
