using KernelGuard.Policies;
using KernelGuard.Tests.Scenarios;
using Xunit;

namespace KernelGuard.Tests.Samples;

public sealed class ShippedPoliciesTests
{
    public static TheoryData<string> Names => [.. ShippedPolicies.Names];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Requirement", "S1-09")]
    public void Load_ShippedPolicy_HasNoFindings(string name)
    {
        var result = PolicyLoader.Load(ShippedPolicies.PathOf(name));

        Assert.Empty(result.Diagnostics);
        Assert.NotNull(result.Set);
    }
}
