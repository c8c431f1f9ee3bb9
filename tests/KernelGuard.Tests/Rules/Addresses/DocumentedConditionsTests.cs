using System.Text.RegularExpressions;
using KernelGuard.Rules.Addresses;
using Xunit;

namespace KernelGuard.Tests.Rules.Addresses;

/// <summary>The lines <c>condition ==> value</c> of the guide.</summary>
public sealed partial class DocumentedConditionsTests
{
    private static readonly string _guide = Repository.Read("docs/policy-language.md");

    public static TheoryData<string, string> Rows =>
        [.. Block().Matches(_guide).SelectMany(block => Row().Matches(block.Value)).Select(row => (row.Groups[1].Value, row.Groups[2].Value))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void PolicyLanguage_Condition_GivesWhatTheGuideSays(string condition, string expected) =>
        Assert.Equal(expected, Conditions.Run(Conditions.Compile(condition), null));

    [Fact]
    public void PolicyLanguage_EveryFunctionOnAddresses_IsInTheTable() => Assert.All(
        AddressFunctions.For(PathStyle.Posix),
        function => Assert.Matches($@"(?m)^\| .*`(\w\.)?{function.Name}\(.*\|$", _guide));

    [GeneratedRegex(@"^```cel\n.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^(.+) ==> (.+)$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
