using KernelGuard.Policies;
using Xunit;

namespace KernelGuard.Tests.Policies;

public sealed class PolicyProviderTests
{
    [Fact]
    public void Load_GoodFolder_HasACurrentSet() =>
        Assert.NotEmpty(PolicyProvider.Load(Repository.Path("samples", "policies", "support")).Current.PolicyIds);

    [Fact]
    public void Load_BadPath_ThrowsWithTheFormattedFindings()
    {
        var exception = Assert.Throws<PolicyLoadException>(() => PolicyProvider.Load("no/such/folder"));

        Assert.Equal("the policies cannot be used\nerror[file_not_found]: no such file or folder\n  --> no/such/folder\n", exception.Message);
        Assert.Equal(DiagnosticCodes.FileNotFound, Assert.Single(exception.Diagnostics).Code);
    }

    [Fact]
    public void Replace_OtherSet_LeavesASnapshotAlone()
    {
        var first = PolicyText.LoadRules("id: a, tool: X, effect: allow");
        var second = PolicyText.LoadRules("id: b, tool: X, effect: allow");
        var provider = new PolicyProvider(first);
        var snapshot = provider.Current;

        provider.Replace(second);

        Assert.Same(first, snapshot);
        Assert.Same(second, provider.Current);
    }
}
