using KernelGuard.Policies;
using Xunit;

namespace KernelGuard.Tests.Policies;

public sealed class DiagnosticCaseTests
{
    private static readonly Dictionary<string, DiagnosticCase> All = DiagnosticCase.ReadAll().ToDictionary(c => c.Name);

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_Case_GivesExactlyTheExpectedFindings(string name)
    {
        var result = PolicyLoader.Load(All[name].Sources);

        var actual = string.Concat(result.Diagnostics.Select(DiagnosticCase.Describe)).Trim('\n');
        Assert.Equal(All[name].Expected, actual);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_Case_MessagesFollowTheHouseStyle(string name)
    {
        foreach (var diagnostic in PolicyLoader.Load(All[name].Sources).Diagnostics)
        {
            Assert.DoesNotContain('\n', diagnostic.Message);
            Assert.False(diagnostic.Message.EndsWith('.'), diagnostic.Message);
            Assert.False(char.IsUpper(diagnostic.Message[0]), diagnostic.Message);
        }
    }
}
